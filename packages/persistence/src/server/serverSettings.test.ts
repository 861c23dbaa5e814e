import { describe, expect, it } from "@effect/vitest"
import { serverSettings } from "./serverSettings.ts"

const place = { cluster: "/var/lib/o'hara/cluster", accessFile: "/var/lib/o'hara/access.conf" }
const machine = { memoryMib: 4096, sharedMemoryMib: Infinity }

describe("serverSettings", () => {
  it("keeps every committed transaction unless it is told that the data may be lost", () => {
    expect(serverSettings("durable", place, machine)).toContain(
      "fsync = 'on'\nsynchronous_commit = 'on'\nfull_page_writes = 'on'"
    )
    expect(serverSettings("test", place, machine)).toContain(
      "fsync = 'off'\nsynchronous_commit = 'off'\nfull_page_writes = 'off'"
    )
  })

  it("finds its parts in a folder with an odd name", () => {
    expect(serverSettings("durable", place, machine)).toContain("hba_file = '/var/lib/o''hara/access.conf'")
  })

  it("takes an eighth of the memory for buffers, within bounds", () => {
    const buffers = (memoryMib: number): string | undefined =>
      serverSettings("durable", place, { ...machine, memoryMib }).match(/shared_buffers = '(.*)'/)?.[1]
    expect(buffers(128)).toBe("32MB")
    expect(buffers(2048)).toBe("256MB")
    expect(buffers(65_536)).toBe("512MB")
  })

  it("leaves /dev/shm alone where a container gives too little of it", () => {
    expect(serverSettings("durable", place, { ...machine, sharedMemoryMib: 64 })).toContain(
      "dynamic_shared_memory_type = 'mmap'"
    )
    expect(serverSettings("durable", place, machine)).not.toContain("dynamic_shared_memory_type")
  })

  it("lets the operator's own file have the last word", () => {
    expect(serverSettings("durable", place, machine).trimEnd().split("\n").at(-1)).toBe(
      "include_if_exists 'operator.conf'"
    )
  })
})
