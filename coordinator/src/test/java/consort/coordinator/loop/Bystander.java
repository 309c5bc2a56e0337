package consort.coordinator.loop;

import consort.coordinator.core.Core;
import consort.coordinator.core.Decision;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Now;
import consort.coordinator.core.Pool;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a coordinator in the middle of its work decides, for one input after another: each begins at the same state. An
 * entry that would end the process is an exception here too; nothing is written.
 */
final class Bystander {

    static final WorkerId WORKER = new WorkerId("acme", "w1");
    static final long SESSION = 1;
    private static final int MAX_TICKS = 1000;

    private final Pool pool = new Pool();

    /** A run with an open lease of the worker; an organization and a worker with open invites. */
    Bystander() throws IOException {
        pool.member("acme");
        pool.member("beta");
        pool.connect(WORKER);
        pool.connect(new WorkerId("beta", "w1"));
        pool.submit(Pool.job(3, 1, 2, 1));
        pool.pass(6_000);
        pool.invite("carol");
        pool.ask(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(new WorkerId("acme", "w2"), 3)));
    }

    Pool pool() {
        return pool;
    }

    /** A life of its own from the common state. */
    final class Life {

        private final State state = pool.state().copy();
        private final Ephemeral ephemeral = new Ephemeral();
        private final LedgerFolder folder = new LedgerFolder(pool.disk);
        private final Commit commit = new Commit(state, pool.engine.log(), folder, new KeyExports(folder), pool.logKey);
        private final Random random = new Random(1);
        private Now now = pool.now();

        /** The effects of an event and of all that follows from it at once. */
        List<Effect> happens(Event event) throws IOException {
            List<Effect> effects = new ArrayList<>(commit.take(decide(event)));
            settle(effects);
            for (Effect effect : List.copyOf(effects)) {
                if (effect instanceof Effect.CheckUpdate check) {
                    effects.addAll(happens(new Event.UpdateChecked(
                            check.worker(), check.seq(), new Event.UpdateVerdict.Fit(1_000))));
                } else if (effect instanceof Effect.CheckModel check) {
                    effects.addAll(happens(new Event.ModelChecked(
                            check.ticket(), check.job(), check.purpose(), Pool.FIT)));
                } else if (effect instanceof Effect.FindModel find) {
                    effects.addAll(happens(new Event.ModelLookedFor(find.run(), find.model(), true)));
                } else if (effect instanceof Effect.Aggregate sum) {
                    effects.addAll(happens(Pool.summed(sum)));
                }
            }
            return effects;
        }

        long ledgerSize() {
            return state.size();
        }

        List<Effect> passes(long millis) throws IOException {
            now = new Now(now.wallMillis() + millis, now.monotonicMillis() + millis);
            return happens(new Event.Tick());
        }

        private void settle(List<Effect> effects) throws IOException {
            for (int ticks = 0; ticks < MAX_TICKS; ticks++) {
                Decision decision = decide(new Event.Tick());
                if (decision.isEmpty()) {
                    return;
                }
                effects.addAll(commit.take(decision));
            }
            throw new IllegalStateException("the phases did not come to rest");
        }

        private Decision decide(Event event) {
            return Core.decide(state, ephemeral, event, now, random);
        }
    }
}
