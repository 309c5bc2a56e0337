package consort.bench.rounds;

import consort.worker.folder.PartyFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Workers of which now and then one leaves, properly or in the middle of whatever it does, and comes back. */
final class Churn implements AutoCloseable {

    private static final int END_SECONDS = 30;
    /** In how many rounds, on average, a worker leaves, or one that left comes back. */
    private static final int ROUNDS_BETWEEN = 4;

    private final RandomGenerator random;
    private final int least;
    private final long maxBytes;
    private final Beats beats;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("worker-", 1).factory());
    private final List<Place> places = new ArrayList<>();
    private int left;
    private int cut;

    /** A worker's folder, and the worker where it is there. */
    private static final class Place {
        private final PartyFolder folder;
        private Optional<ResidentWorker> worker = Optional.empty();
        private Future<?> running;

        private Place(PartyFolder folder) {
            this.folder = folder;
        }
    }

    /** @param least that stay, whoever leaves */
    Churn(List<PartyFolder> folders, int least, long maxBytes, Beats beats, RandomGenerator random) {
        this.least = least;
        this.maxBytes = maxBytes;
        this.beats = beats;
        this.random = random;
        for (PartyFolder folder : folders) {
            Place place = new Place(folder);
            places.add(place);
            begin(place);
        }
    }

    private void begin(Place place) {
        ResidentWorker worker = new ResidentWorker(place.folder, maxBytes, beats);
        place.worker = Optional.of(worker);
        place.running = threads.submit(worker);
    }

    /** A round has begun. */
    void round() {
        if (random.nextInt(ROUNDS_BETWEEN) > 0) {
            return;
        }
        Place place = places.get(random.nextInt(places.size()));
        if (place.worker.isEmpty()) {
            if (place.running.isDone()) {
                begin(place);
            }
        } else if (places.stream().filter(one -> one.worker.isPresent()).count() > least) {
            if (random.nextBoolean()) {
                place.worker.get().stop();
                left++;
            } else {
                place.running.cancel(true);
                cut++;
            }
            place.worker = Optional.empty();
        }
    }

    /** What happened so far. */
    String story() {
        return left + " left, " + cut + " cut off";
    }

    @Override
    public void close() {
        places.forEach(place -> place.worker.ifPresent(ResidentWorker::stop));
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
