package org.clawdbot.shell.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The threads that run a command now. */
final class RunningCommands {

    private final Set<Thread> threads = new HashSet<>();

    /** Notes the calling thread and gives whether it was not noted yet, as a command may run another one. */
    synchronized boolean begin() {
        return threads.add(Thread.currentThread());
    }

    synchronized void end() {
        threads.remove(Thread.currentThread());
        notifyAll();
    }

    /** Interrupts them all, and waits for what they have to clean up. */
    synchronized void interrupt(Duration patience) {
        threads.remove(Thread.currentThread());
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!threads.isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
