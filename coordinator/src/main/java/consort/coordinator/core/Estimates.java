package consort.coordinator.core;

import consort.coordinator.core.Candidates.Candidate;
import consort.coordinator.core.Event.ModelFacts;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.entry.EstimateDocument.Line;
import consort.ledger.entry.JobDocument;
import consort.ledger.fold.Billing;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.State;
import consort.ledger.money.Bill;
import consort.ledger.money.Party;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a run of a job takes, from what the coordinator knows when it is submitted. Where every worker that could train was
 * measured, times and amounts follow from these speeds, and evaluations come on top; else from the lengths of the leases, as
 * bounds. Where too few workers are known for a round to open, others with one device each are taken to come. Cohorts are chosen
 * at random: the whole counts, in each round, the workers of which it takes most, and each member's line as many of its own.
 */
final class Estimates {

    private final State state;
    private final JobDocument job;
    private final ModelFacts model;
    private final Candidates candidates;
    private final boolean measured;

    private Estimates(State state, JobDocument job, ModelFacts model, Candidates candidates) {
        this.state = state;
        this.job = job;
        this.model = model;
        this.candidates = candidates;
        this.measured = candidates.measured(job);
    }

    /** @throws consort.ledger.money.AmountOverflowException when it could cost more than the ledger can hold */
    static EstimateDocument of(Turn turn, JobDocument job, ModelFacts model) {
        return new Estimates(turn.state(), job, model, Candidates.of(turn, job))
                .document(turn.ephemeral().observed().surroundings().storage());
    }

    private EstimateDocument document(Ephemeral.Storage storage) {
        List<Candidate> all = candidates.all();
        Bill credits = Billing.partialBill(state.charter(), members().stream().map(member -> party(member,
                normalizedMillis(own(candidates.trainers(), member), own(candidates.evaluators(), member)))).toList());
        Bill shares = shares();
        return new EstimateDocument(
                job.digest(),
                Figure.exact(model.modelBytes()),
                Figure.exact(model.updateBytes()),
                figure(wallMillis()),
                figure(Capped.plus(deviceMillis(candidates.trainers(), candidates.evaluators()),
                        Capped.times(job.rounds(), Capped.times(candidates.missing(job), job.roundSeconds() * 1000L)))),
                Figure.atMost(DiskNeeds.neededBytes(job, model, storage)),
                Figure.atLeast(Math.min(Capped.MAX, model.memoryBytes())),
                state.charter().currency(),
                figure(shares.poolMinor()),
                all.size() + candidates.missing(job),
                (int) all.stream().filter(one -> !one.seen()).count() + candidates.missing(job),
                members().stream().map(member ->
                        line(member, line(credits, member).creditMinor(), line(shares, member).shareMinor())).toList());
    }

    private Line line(MemberView member, long creditMinor, long shareMinor) {
        List<Candidate> trainers = own(candidates.trainers(), member);
        List<Candidate> evaluators = own(candidates.evaluators(), member);
        int all = own(candidates.all(), member).size();
        return new Line(member.organization(), all,
                figure(deviceMillis(trainers, evaluators)),
                Figure.atMost(Capped.times(fetches(trainers.size(), evaluators.size(), all), model.modelBytes())),
                Figure.atMost(Capped.times(Capped.times(job.rounds(), atOnce(trainers.size())), model.updateBytes())),
                figure(creditMinor), figure(shareMinor));
    }

    private Figure figure(long value) {
        return measured ? Figure.measured(value) : Figure.atMost(value);
    }

    // ---- times

    /** Each round takes its whole lease, or the time of its slowest worker. */
    private long wallMillis() {
        if (measured) {
            return Capped.times(job.rounds(), candidates.trainers().stream().mapToLong(Candidate::taskMillis).max().orElse(0));
        }
        long gatherSeconds = job.cohort().min() < job.cohort().max() ? job.gatherSeconds() : 0;
        return Capped.times(job.rounds(), 1000L * (gatherSeconds + job.roundSeconds() + evaluateSeconds()));
    }

    private long deviceMillis(List<Candidate> trainers, List<Candidate> evaluators) {
        return Capped.times(job.rounds(), Capped.plus(inOneRound(trainers, Candidate::deviceMillis), evaluationMillis(evaluators)));
    }

    /** What all of it counts for on the bill. */
    private long normalizedMillis(List<Candidate> trainers, List<Candidate> evaluators) {
        Outcomes outcomes = state.charter().outcomes();
        int evaluated = Candidates.mostPermille(outcomes, outcomes.evaluated());
        long round = Capped.plus(Capped.times(trainedPermille(), inOneRound(trainers, Candidate::normalizedMillis)),
                Capped.times(evaluated, evaluationMillis(evaluators)));
        return Capped.times(job.rounds(), round) / 1000;
    }

    private int trainedPermille() {
        Outcomes outcomes = state.charter().outcomes();
        return measured ? outcomes.accepted() : Candidates.mostPermille(outcomes, outcomes.accepted());
    }

    private long inOneRound(List<Candidate> trainers, ToLongFunction<Candidate> each) {
        return trainers.stream().map(each::applyAsLong).sorted(Comparator.reverseOrder()).limit(job.cohort().max())
                .mapToLong(Long::longValue).reduce(0, Capped::plus);
    }

    private long evaluationMillis(List<Candidate> evaluators) {
        long devices = evaluators.stream().mapToLong(Candidate::devices).max().orElse(0);
        return measured ? 0 : devices * evaluateSeconds() * 1000;
    }

    private long evaluateSeconds() {
        return job.evaluate().map(JobDocument.Evaluate::seconds).orElse(0);
    }

    // ---- bytes

    private int atOnce(int workers) {
        return Math.min(workers, job.cohort().max());
    }

    /** Models that workers of one organization fetch: a worker keeps what it has, and what evaluates may not have trained. */
    private long fetches(int trainers, int evaluators, int all) {
        long evaluations = evaluators == 0 ? 0 : all > atOnce(trainers) ? job.rounds() : 1;
        return Capped.plus(Capped.times(job.rounds(), atOnce(trainers)), evaluations);
    }

    // ---- money

    /** What each bears of all that the run costs; who earns it is no matter here. */
    private Bill shares() {
        List<MemberView> members = members();
        long unknown = Capped.times(candidates.missing(job), Candidates.normalizedOfUnknown(state, job));
        long pool = Capped.plus(normalizedMillis(candidates.trainers(), candidates.evaluators()),
                Capped.times(job.rounds(), Capped.times(trainedPermille(), unknown)) / 1000);
        return Billing.partialBill(state.charter(), members.stream()
                .map(member -> party(member, member.equals(members.getFirst()) ? pool : 0)).toList());
    }

    private static Party party(MemberView member, long normalizedMillis) {
        return new Party(member.organization(), normalizedMillis, 0, member.benefit(), member.tier());
    }

    private static Bill.Line line(Bill bill, MemberView member) {
        return bill.lines().stream().filter(line -> line.party().name().equals(member.organization())).findFirst().orElseThrow();
    }

    private List<MemberView> members() {
        return state.members().values().stream().filter(member -> member.active() && member.revoked().isEmpty()).toList();
    }

    private static List<Candidate> own(List<Candidate> candidates, MemberView member) {
        return candidates.stream().filter(one -> one.isOf(member.organization())).toList();
    }
}
