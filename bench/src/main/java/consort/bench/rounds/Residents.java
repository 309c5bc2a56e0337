package consort.bench.rounds;

import consort.bench.pool.Founding;
import consort.bench.pool.Job;
import consort.worker.folder.PartyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Workers of one organization that stay, and the rounds of one run that they do. */
final class Residents implements AutoCloseable {

    private static final String ORGANIZATION = "acme";
    private static final int PATIENCE_SECONDS = 600;
    private static final int END_SECONDS = 30;

    private final Beats beats = new Beats();
    private final List<ResidentWorker> residents = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("worker-", 1).factory());
    private long round = 1;
    private long beganNanos;

    /**
     * Enrolls them, submits a job for them and waits for its first round.
     *
     * @param rounds more than there will be, so that none that counts is a run's end
     */
    Residents(Founding founding, int workers, int rounds, Path model) throws Exception {
        founding.enroll(ORGANIZATION);
        for (int i = 1; i <= workers; i++) {
            PartyFolder folder = founding.join(ORGANIZATION, "w" + i, founding.invite(ORGANIZATION, "w" + i));
            residents.add(new ResidentWorker(folder, 2 * Files.size(model), beats));
        }
        residents.forEach(resident -> running.add(threads.submit(resident)));
        founding.submit(Job.ofAll("rounds", ResidentWorker.TRAINER, ResidentWorker.DATA, rounds, 1, workers, PATIENCE_SECONDS), model);
        beganNanos = beat();
    }

    /** Waits until the round under way is over; how long it took. */
    double nextMillis() throws Exception {
        round++;
        long now = beat();
        double millis = (now - beganNanos) / 1e6;
        beganNanos = now;
        return millis;
    }

    /** So many rounds, each in milliseconds. */
    List<Double> millis(int rounds) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            millis.add(nextMillis());
        }
        return millis;
    }

    /** Waits for a round; a worker that ended would keep it from coming. */
    private long beat() throws Exception {
        for (int waited = 0; waited < PATIENCE_SECONDS; waited++) {
            for (Future<?> worker : running) {
                if (worker.isDone()) {
                    throw new IllegalStateException("a worker ended: " + worker.get());
                }
            }
            try {
                return beats.await(1, round, 1);
            } catch (TimeoutException notYet) {
                // Look after the workers, then.
            }
        }
        throw new IllegalStateException("round " + round + " did not begin within " + PATIENCE_SECONDS + " s");
    }

    @Override
    public void close() {
        residents.forEach(ResidentWorker::stop);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException stop) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
