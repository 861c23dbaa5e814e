import { Effect } from "effect"
import { createServer, type AddressInfo } from "node:net"

/** Whether we can listen on a loopback port now; 0 asks for any. The port, or the reason why not. */
const tryPort = (port: number): Effect.Effect<number, NodeJS.ErrnoException> =>
  Effect.callback((resume) => {
    const server = createServer()
    server.once("error", (error) => resume(Effect.fail(error)))
    server.listen(port, "127.0.0.1", () => {
      const taken = (server.address() as AddressInfo).port
      server.close(() => resume(Effect.succeed(taken)))
    })
  })

/** The port wished for if it is free, else any that is. Somebody may take it before the server does: be ready to try again. */
export const freePort = (wished: number | undefined): Effect.Effect<number> =>
  (wished === undefined ? tryPort(0) : tryPort(wished).pipe(Effect.catch(() => tryPort(0)))).pipe(Effect.orDie)
