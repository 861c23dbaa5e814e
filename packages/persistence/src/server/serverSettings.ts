/** How much a crash of the machine may cost: nothing (`durable`), or everything, for data that a test throws away. */
export type Durability = "durable" | "test"

/** What the generated configuration depends on. */
export interface ServerMachine {
  /** Memory of the machine or container, in MiB. */
  readonly memoryMib: number
  /** Size of /dev/shm in MiB; Infinity where there is no such limit. */
  readonly sharedMemoryMib: number
}

const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, Math.floor(value)))

/** A container has 64 MiB of /dev/shm unless told otherwise, and a parallel query that needs more fails as "disk full". */
const sharedMemoryNeededMib = 512

const memorySettings = ({ memoryMib, sharedMemoryMib }: ServerMachine): Readonly<Record<string, string>> => ({
  shared_buffers: `${clamp(memoryMib / 8, 32, 512)}MB`,
  effective_cache_size: `${clamp(memoryMib / 2, 64, 4096)}MB`,
  work_mem: `${clamp(memoryMib / 128, 4, 32)}MB`,
  maintenance_work_mem: `${clamp(memoryMib / 32, 16, 256)}MB`,
  ...(sharedMemoryMib < sharedMemoryNeededMib ? { dynamic_shared_memory_type: "mmap" } : {})
})

const durabilitySettings: Readonly<Record<Durability, Readonly<Record<string, string>>>> = {
  durable: {
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    wal_compression: "on",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min"
  },
  test: {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    // Creating a database logs all of its pages: to compress them takes longer than all the rest.
    wal_compression: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_wal_size: "1GB"
  }
}

const settings = (durability: Durability, machine: ServerMachine): Readonly<Record<string, string>> => ({
  // A run of tests has one worker more than the machine has cores, and each may have three programs with a pool of ten.
  max_connections: durability === "test" ? "500" : "50",
  ...memorySettings(machine),
  ...durabilitySettings[durability],
  // Settlement streams many rows through short plans: compiling them costs more than it gives.
  jit: "off",
  random_page_cost: "1.1",
  max_parallel_workers_per_gather: "1",
  timezone: "UTC",
  log_timezone: "UTC",
  // Readings are personal data: neither statements nor the values in a failure belong in a log.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_line_prefix: "%m [%p] %e "
})

/*
 * Password over TCP, and no Unix socket. A socket with peer authentication would need no password, but lets in by the
 * operating system's account: started as root, host and server are different accounts, and not every driver speaks over
 * a socket. On 127.0.0.1 any account of the machine can knock, so a random password has to open, hashed with SCRAM.
 */
export const accessRules = `# Only programs on this machine, and only with a password. Written anew at every start.
host all all 127.0.0.1/32 scram-sha-256
`

/** Where the parts of the configuration lie. */
export interface SettingsPlace {
  /** PostgreSQL's own folder, with the configuration that its set-up made. */
  readonly cluster: string
  readonly accessFile: string
}

const quoted = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`

/**
 * Text of the generated configuration file: sized for a machine that runs the host too, an eighth of its memory for the
 * server's buffers and at most 512 MiB. It begins with what the set-up found out about the system, and ends with the
 * operator's own settings, which win.
 */
export const serverSettings = (durability: Durability, place: SettingsPlace, machine: ServerMachine): string =>
  [
    "# Written anew at every start: do not edit. Your own settings go into operator.conf beside this file.",
    `include ${quoted(`${place.cluster}/postgresql.conf`)}`,
    `hba_file = ${quoted(place.accessFile)}`,
    ...Object.entries(settings(durability, machine)).map(([name, value]) => `${name} = ${quoted(value)}`),
    "include_if_exists 'operator.conf'",
    ""
  ].join("\n")
