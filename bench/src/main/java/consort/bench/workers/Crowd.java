package consort.bench.workers;

import consort.bench.pool.Founding;
import consort.worker.folder.PartyFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Workers of as many organizations as they need, enrolled by the commands that people type. */
final class Crowd {

    /** The ledger admits 96 organizations and 128 workers of each. */
    private static final int WORKERS_OF_ONE = 32;
    /** Organizations that enroll their workers at once: most of it is waiting. */
    private static final int AT_ONCE = 8;

    private final Founding founding;

    Crowd(Founding founding) {
        this.founding = founding;
    }

    /** Invites so many workers and lets them join, those of an organization one after another. */
    List<PartyFolder> enroll(int count) throws InterruptedException, ExecutionException {
        List<Future<List<PartyFolder>>> enrolling = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int from = 0; from < count; from += WORKERS_OF_ONE) {
                String organization = "org" + from / WORKERS_OF_ONE;
                int of = Math.min(WORKERS_OF_ONE, count - from);
                enrolling.add(threads.submit(() -> enroll(organization, of)));
            }
        }
        List<PartyFolder> folders = new ArrayList<>();
        for (Future<List<PartyFolder>> some : enrolling) {
            folders.addAll(some.get());
        }
        return folders;
    }

    private List<PartyFolder> enroll(String organization, int count) {
        founding.enroll(organization);
        List<PartyFolder> folders = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String worker = "w" + i;
            folders.add(founding.join(organization, worker, founding.invite(organization, worker)));
        }
        return folders;
    }
}
