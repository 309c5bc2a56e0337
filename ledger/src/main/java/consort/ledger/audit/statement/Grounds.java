package consort.ledger.audit.statement;

import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.money.Amounts;
import consort.ledger.money.Bill;
import consort.ledger.money.Clamp;
import consort.ledger.money.DeviceTimes;
import consort.ledger.money.Fraction;
import consort.ledger.money.Party;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the figures that concern all members rest on, so that each can be computed by hand. */
final class Grounds {

    private static final List<Long> CHARTER = List.of(0L);

    private final Statement statement;
    private final Origins origins;

    Grounds(Statement statement) {
        this.statement = statement;
        this.origins = statement.origins();
    }

    /** Whose credits sum to the pool. */
    List<Figure> credits() {
        return statement.bill().lines().stream().map(one -> Figure.ground("credit of " + one.party().name() + ": "
                + DeviceTimes.format(one.party().ngpuMillis()) + " of normalized device time, costs "
                + amount(one.party().externalMinor()), amount(one.creditMinor()), origins.creditOf(one.party().name()))).toList();
    }

    /** How the parts of the weight come about, and what each member brought. */
    List<Figure> weights() {
        Share share = origins.charter().share();
        List<Figure> grounds = new ArrayList<>();
        statement.billed().ifPresent(own -> {
            grounds.add(part("benefit", share.byBenefit(), own.party(), Party::benefit, own.weight().byBenefit()));
            grounds.add(part("tier", share.tiered(), own.party(), Party::tier, own.weight().tiered()));
            grounds.add(part("equal parts", share.equal(), own.party(), any -> 1, own.weight().equal()));
        });
        statement.bill().lines().forEach(one -> grounds.add(Figure.ground(one.party().name() + ": benefit " + one.party().benefit()
                + ", tier " + one.party().tier() + (byDay() ? ", days " + one.party().days() : ""), "", origins.standing(one.party().name()))));
        return grounds;
    }

    private Figure part(String what, int percent, Party own, ToLongFunction<Party> units, Fraction weight) {
        BigInteger sum = sum(units);
        // Where nobody has any, all count the same.
        ToLongFunction<Party> counted = sum.signum() == 0 ? any -> 1 : units;
        return Figure.ground(what + ": " + percent + " % of " + byDays(own, counted) + " / " + sum(counted)
                + (byDay() ? ", each by its days" : "") + (sum.signum() == 0 ? ", alike, as nobody has any" : ""),
                weight.toPercent() + " %", CHARTER);
    }

    private BigInteger sum(ToLongFunction<Party> units) {
        return statement.bill().lines().stream().map(one -> byDays(one.party(), units)).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger byDays(Party party, ToLongFunction<Party> units) {
        return BigInteger.valueOf(units.applyAsLong(party)).multiply(BigInteger.valueOf(party.days()));
    }

    private boolean byDay() {
        return origins.charter().terms().byDay();
    }

    /** Whose shares sum to the pool, or to what caps leave of it. */
    List<Figure> shares() {
        return statement.bill().lines().stream().map(one -> Figure.ground("share of " + one.party().name() + ": "
                + one.weight().total().toPercent() + " % by weight, " + amount(one.rawShareMinor()) + held(one), amount(one.shareMinor()),
                statement.closed())).toList();
    }

    private static String held(Bill.Line one) {
        return switch (one.clamp()) {
            case Clamp.CAP -> ", held to its cap";
            case Clamp.FLOOR -> ", raised to its floor";
            case Clamp.NONE -> one.rawShareMinor() == one.shareMinor() ? "" : ", with what caps and floors of others leave";
        };
    }

    /** What each member is to pay or to get: payments settle these. */
    List<Figure> payables() {
        return origins.lines().stream().map(one -> Figure.ground(one.organization() + (one.payableMinor() < 0 ? " owes" : " is owed"),
                Amounts.format(Math.abs(one.payableMinor()), statement.currency()), statement.closed())).toList();
    }

    /** Benchmarks by which an hour becomes a normalized one; none where the charter asks for none. */
    List<Figure> benchmarks() {
        List<Long> benchmarks = statement.claims().entries(claim -> claim.task().benchmark());
        return benchmarks.isEmpty() ? List.of()
                : List.of(Figure.ground("scores: each worker's newest benchmark when its lease was granted", "", benchmarks));
    }

    private String amount(long minor) {
        return Amounts.format(minor, statement.currency());
    }
}
