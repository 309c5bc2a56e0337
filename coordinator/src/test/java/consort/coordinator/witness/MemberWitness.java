package consort.coordinator.witness;

import consort.coordinator.core.Pool;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Answer;
import consort.ledger.witness.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A member's witness, true to the protocol, and the way to it; a test may let it answer otherwise, or later. */
class MemberWitness implements Peer {

    final String organization;
    final SimulatedDisk disk = new SimulatedDisk(new Random(4));
    final SignerKey key;
    final Witness witness;
    /** What it was asked and has not answered. */
    final List<Long> owed = new ArrayList<>();
    final List<Integer> statuses = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    /** Whether it answers at once. */
    boolean prompt = true;
    private Asking asking;
    private byte[] last;
    private long nowMillis;

    MemberWitness(Pool pool, String organization) throws IOException {
        this.organization = organization;
        this.key = Pool.key(KeyNames.witness(Pool.ORIGIN, organization));
        this.witness = Witness.open(disk, key, LogKeys.of(pool.logKey.verifierKey()));
        pool.admitWitness(organization, CosignerKey.of(key));
    }

    /** Can be asked from now on. */
    void attend(Asking to) {
        asking = to;
        to.attends(WitnessName.of(organization), this, nowMillis);
    }

    void at(long millis) {
        nowMillis = millis;
    }

    @Override
    public void ask(long number, byte[] body) {
        owed.add(number);
        last = body;
        if (prompt) {
            answer();
        }
    }

    @Override
    public void end(String reason) {
        ends.add(reason);
    }

    /** Answers what it was asked last. */
    void answer() {
        try {
            Answer answer = witness.answer(last, 1_700_000_000L);
            give(heard(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers something. */
    void give(Heard heard) {
        statuses.add(heard.status());
        try {
            asking.answered(this, owed.removeFirst(), heard, nowMillis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Heard heard(Answer answer) {
        return new Heard(answer.status(), answer.contentType(), answer.bytes());
    }
}
