package consort.coordinator.core;

import consort.ledger.entry.Ack;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entries;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** A pool of acme, beta and carol, whose first bill is closed: acme paid 90.00 for all, and beta and carol owe it 30.00 each. */
public final class BilledPool {

    public static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    /** The time that the charter gives for disputes. */
    public static final long WINDOW_MILLIS = 30 * DAY_MILLIS;

    public final Pool pool = new Pool();

    public BilledPool() throws IOException {
        for (String member : new String[] {"acme", "beta", "carol"}) {
            pool.member(member);
        }
        pool.ask(new Event.AddCost(pool.ticket(), "acme", "90.00", "hosting"));
        pool.ask(new Event.ClosePeriod(pool.ticket(), false));
    }

    /** An organization's entry with its next seq, which the coordinator may refuse. */
    public Reply say(String organization, LongFunction<PartyBody> body) throws IOException {
        return pool.ask(new Event.AppendEntry(pool.ticket(), organization, signed(organization, body)));
    }

    public byte[] signed(String organization, LongFunction<PartyBody> body) {
        long seq = pool.state().lastSeq(Pool.orgKey(organization).verifierKey()) + 1;
        return Entries.sign("example.org", body.apply(seq), Pool.orgKey(organization));
    }

    public Reply dispute(String organization, long period) throws IOException {
        return say(organization, seq -> about(organization, seq, period, OptionalLong.empty()));
    }

    public Dispute about(String organization, long seq, long period, OptionalLong claim) {
        return new Dispute(pool.now().wallMillis(), organization, seq, period, claim, Optional.of(Dispute.Figure.SHARE), "too much");
    }

    public Reply ack(String organization) throws IOException {
        return say(organization, seq -> new Ack(pool.now().wallMillis(), organization, seq, 1, pool.state().settlements().bill(1).hex()));
    }

    public Reply resolve(long dispute, Resolution.Outcome outcome) throws IOException {
        return pool.ask(new Event.ResolveDispute(pool.ticket(), dispute, outcome, "the charter says so"));
    }

    public Reply settle(long period) throws IOException {
        return pool.ask(new Event.SettlePeriod(pool.ticket(), period));
    }

    public Reply confirm(String organization, long instruction) throws IOException {
        SettlementInstruct instruct = pool.state().settlements().instruction(instruction).orElseThrow().instruct();
        return say(organization, seq -> new SettlementConfirm(pool.now().wallMillis(), organization, seq, instruction, instruct.from(),
                instruct.amountMinor()));
    }

    /** The index of the last entry. */
    public long last() {
        return pool.state().size() - 1;
    }
}
