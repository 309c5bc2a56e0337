package consort.coordinator.rpc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs tasks one after the other, in the order in which they came, on another executor's threads. */
final class InOrder implements Executor {

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    InOrder(Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            threads.execute(this::runNext);
        }
    }

    /** One at a time, so that other streams' tasks have their turn on few threads. */
    private void runNext() {
        try {
            next().run();
        } finally {
            goOn();
        }
    }

    private synchronized Runnable next() {
        return tasks.remove();
    }

    private synchronized void goOn() {
        running = !tasks.isEmpty();
        if (running) {
            threads.execute(this::runNext);
        }
    }
}
