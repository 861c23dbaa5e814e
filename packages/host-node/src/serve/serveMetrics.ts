import { Metric } from "effect"

/** Messages by `queue` and `outcome`: applied, stored, dead letter, known before. */
export const messagesTotal = Metric.counter("datahub_messages_total", {
  description: "Messages of DataHub that were handled and dequeued",
  incremental: true
})

/** By `queue`. */
export const messageSeconds = Metric.histogram("datahub_message_seconds", {
  description: "Time from the peek of a message to the end of its dequeue, in seconds",
  boundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]
})

/** 1 while a `worker` fails, else 0; of a poller by `queue` too. */
export const workerFailing = Metric.gauge("datahub_worker_failing", {
  description: "1 while a worker of the host fails: the poller of a queue, the outbox, the parked parts"
})

export const queueFailing = Metric.gauge("datahub_queue_failing", {
  description: "1 while a queue of DataHub cannot be emptied"
})

/** By `outcome`: sent, refused, postponed. */
export const documentsTotal = Metric.counter("datahub_documents_total", {
  description: "Attempts to send a document of ours to DataHub",
  incremental: true
})

export const deadLettersOpen = Metric.gauge("datahub_dead_letters_open", {
  description: "Messages that could not be read or used, and nobody has settled"
})

export const partsParked = Metric.gauge("datahub_parked_parts", {
  description: "Parts of messages that wait for something else"
})

export const processesOpen = Metric.gauge("datahub_processes_open", {
  description: "Market processes that are at work"
})

/** Open tasks that people and billing have to do, by `kind`; last bills among them. */
export const tasksOpen = Metric.gauge("datahub_tasks_open", {
  description: "What market processes wait for, and nothing shows to be done"
})

export const deadlinesNextSeconds = Metric.gauge("datahub_deadlines_next_seconds", {
  description: "Seconds until the next deadline or effective date of a market process; -1 when none runs"
})

export const deadlinesSoon = Metric.gauge("datahub_deadlines_within_three_days", {
  description: "Market processes of which a deadline or the effective date comes within three days"
})

export const finalSettlementsOverdue = Metric.gauge("datahub_final_settlements_overdue", {
  description: "Last bills that should have been made by now"
})

export const outboxWaiting = Metric.gauge("datahub_outbox_waiting", {
  description: "Documents of ours that wait to be sent"
})
