package consort.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.merkle.Hash;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Lets every call to the disk fail, and process or machine die after it, while a log and its fork ask in turn. Whatever a witness
 * promised stays: it never cosigns two trees of which neither continues the other.
 */
final class WitnessCrashTest {

    private static final SignerKey KEY = SignerKey.fromSeed("example.org/log/acme/witness", new byte[SignerKey.SEED_BYTES]);
    private static final List<Outcome> FAILURES = List.of(Outcome.FAIL, Outcome.FAIL_BUT_PERSIST, Outcome.FAIL_PARTLY);
    private static final long SIZES = 12;
    private static final List<Chain> CHAINS = List.of(Chain.of(SIZES), Chain.forked(4, SIZES));

    /** A witness over several lives, and what it promised. */
    private static final class World {

        private final String name;
        private final SplittableRandom random;
        private final SimulatedDisk disk;
        private final Map<Long, Hash> promised = new HashMap<>();
        private long largest;

        World(String name, long seed) {
            this.name = name;
            this.random = new SplittableRandom(seed);
            this.disk = new SimulatedDisk(random.split());
        }

        /** Asks until everything was asked or a call fails. */
        void live(int requests) {
            try (Witness witness = Witness.open(disk, KEY, LogKeys.of(Chain.LOG.verifierKey()))) {
                assertThat(witness.size()).as("%s: what it promised and remembers", name).isGreaterThanOrEqualTo(largest);
                for (int i = 0; i < requests; i++) {
                    long size = Math.max(1, witness.size() + random.nextInt(4) - 2);
                    ask(witness, CHAINS.get(random.nextInt(CHAINS.size())), Math.min(size, SIZES));
                }
            } catch (IOException failed) {
                assertThat(failed).isNotNull();
            }
        }

        private void ask(Witness witness, Chain chain, long size) throws IOException {
            long old = Math.min(witness.size(), size);
            Answer answer = witness.answer(chain.request(old, size), 1_800_000_000L);
            if (answer.status() == Answer.COSIGNED) {
                promised.put(size, chain.root(size));
                largest = size;
                for (Chain other : CHAINS) {
                    if (other.root(size).equals(chain.root(size))) {
                        continue;
                    }
                    promised.forEach((before, root) -> assertThat(before > 4 && other.root(before).equals(root))
                            .as("%s: cosigned %d and then %d of another tree", name, before, size).isFalse());
                }
            }
        }

        void die(boolean machine) {
            disk.inject(Faults.NONE);
            if (machine) {
                disk.loseMachine();
            } else {
                disk.loseProcess();
            }
        }
    }

    @Test
    void promisesNothingThatItCouldForgetWhicheverCallFails() {
        for (long seed = 0; seed < 6; seed++) {
            World whole = new World("without faults", seed);
            whole.live(30);
            long calls = whole.disk.operations();
            assertThat(calls).isGreaterThan(5);
            for (long call = 0; call < calls; call++) {
                for (Outcome outcome : FAILURES) {
                    for (boolean machine : new boolean[] {false, true}) {
                        long failing = call;
                        World world = new World("seed " + seed + ", call " + call + " " + outcome + ", machine dies: " + machine, seed);
                        world.disk.inject((number, operation, path) -> number == failing ? outcome : Outcome.SUCCEED);
                        world.live(30);
                        world.die(machine);
                        world.live(30);
                        world.die(machine);
                        world.live(30);
                    }
                }
            }
        }
    }
}
