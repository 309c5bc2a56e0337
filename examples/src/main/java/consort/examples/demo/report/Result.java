package consort.examples.demo.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every figure of one demo. Accuracies and losses are millionths, money is in minor units of the currency.
 *
 * @param setup       what was run
 * @param parties     the organizations, by name
 * @param together    the rounds that closed, in order
 * @param abandoned   the rounds that did not, in order
 * @param transfer    what crossed the network
 * @param bill        the period as the ledger closed it
 * @param audits      verdicts on the ledger and on copies that were changed
 * @param stageMillis wall time by stage, in order
 * @param peakBytes   peak resident memory of one process, by role (the largest where several play it)
 * @param crash       what killing the coordinator cost, where that was asked for
 * @param ledger      the size of the ledger
 * @param modelDigest the final model
 */
public record Result(
        Setup setup,
        List<Party> parties,
        List<Round> together,
        List<AbandonedRound> abandoned,
        Transfer transfer,
        Bill bill,
        List<Audit> audits,
        Map<Stage, Long> stageMillis,
        Map<String, Long> peakBytes,
        Optional<Crash> crash,
        Ledger ledger,
        String modelDigest) {

    /** What a demo does, in order. */
    public enum Stage {
        DATA("data"),
        ENROLLING("enrolling"),
        /** Each organization trains alone. */
        ALONE("alone"),
        /** All train together. */
        TOGETHER("together"),
        SETTLING("settling");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }

        /** For machines. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param title      of the data set
     * @param source     where its files came from
     * @param steps      optimizer steps per worker and round
     * @param alpha      concentration of the Dirichlet split
     */
    public record Setup(String title, String source, int trainImages, int testImages, double alpha, long seed,
            int rounds, int steps, int batch) {}

    /**
     * @param images         its part of the training images
     * @param imagesByLabel  of each class
     * @param aloneAccuracy  held-out accuracy of the model it trained alone, after as many steps as each round has
     * @param aloneMillis    device time it spent alone
     */
    public record Party(String organization, int images, List<Integer> imagesByLabel, List<Long> aloneAccuracy,
            long aloneMillis) {}

    /**
     * @param accuracy  held-out accuracy of the round's model; absent if nobody evaluated it
     * @param loss      mean training loss of the updates
     * @param updates   how many were summed
     * @param millis    wall time, from opening the round to the next one
     * @param tasks     by worker; the evaluation of the round's model comes last
     */
    public record Round(long number, Optional<Long> accuracy, long loss, int updates, long millis, List<Task> tasks) {}

    /** @param reason why there is no model of this round */
    public record AbandonedRound(long number, String reason, List<Task> tasks) {}

    /**
     * What one worker did in a round.
     *
     * @param kind         train or evaluate
     * @param state        what became of it, in a few words
     * @param loss         as the worker reported it
     * @param deviceMillis device time that the coordinator accepted, and that is billed
     */
    public record Task(String organization, String kind, String state, Optional<Long> loss, long deviceMillis) {}

    /**
     * Payload, without the framing of TLS and gRPC. A coordinator that is killed takes along what it counted in its last
     * seconds: with a crash, the bytes are at least these.
     *
     * @param modelBytes       one model
     * @param downloadedBytes  models, from the coordinator to the workers
     * @param uploadedBytes    updates, from the workers to the coordinator
     */
    public record Transfer(long modelBytes, long downloadedBytes, long uploadedBytes, int updates) {}

    /**
     * @param digits   of an amount behind the point
     * @param rateNote the charter's own word on its rate
     * @param share    how the charter shares the pool
     */
    public record Bill(String currency, int digits, long rateMinorPerHour, String rateNote, Share share, long poolMinor,
            List<BillLine> lines, List<Payment> payments) {}

    /** Percentages of the pool that are shared by benefit, by tier and equally. */
    public record Share(int byBenefit, int tiered, int equal) {}

    /** One organization's line of the bill. */
    public record BillLine(String organization, long deviceMillis, long creditMinor, long shareMinor, long netMinor) {}

    /** Who pays whom. */
    public record Payment(String from, String to, long amountMinor) {}

    /**
     * @param subject  what was checked
     * @param expected what the auditor must say
     * @param exit     exit code of {@code audit verify}
     * @param finding  the auditor's own words, one line, which may be long
     * @param evidence what does not fit, where something does not
     * @param witnesses how many members' witnesses cosigned all of it, where these are enough
     */
    public record Audit(String subject, Expected expected, int exit, String finding, Optional<Evidence> evidence, int witnesses) {
        /** Whether the auditor said what it must say. */
        public boolean asExpected() {
            return expected.metBy(exit, evidence);
        }
    }

    /**
     * What an auditor must say. That it fails is not enough where something was forged: it must name entry and rule.
     *
     * @param exit  exit code
     * @param entry the evidence must name this one, with this rule and, if given, this field
     */
    public record Expected(int exit, OptionalLong entry, Optional<String> rule, Optional<String> field) {

        private static final int TAMPERED = 60;

        /** Everything holds. */
        public static final Expected VERIFIED = new Expected(0, OptionalLong.empty(), Optional.empty(), Optional.empty());

        /** The entry breaks the rule. */
        public static Expected tampered(long entry, String rule) {
            return new Expected(TAMPERED, OptionalLong.of(entry), Optional.of(rule), Optional.empty());
        }

        /** The entry breaks the rule, in this field. */
        public static Expected tampered(long entry, String rule, String field) {
            return new Expected(TAMPERED, OptionalLong.of(entry), Optional.of(rule), Optional.of(field));
        }

        /** Whether the auditor is to find everything in order. */
        public boolean passes() {
            return exit == 0;
        }

        private boolean metBy(int exitCode, Optional<Evidence> evidence) {
            return exitCode == exit && evidence.isPresent() != passes() && evidence.stream().allMatch(this::names);
        }

        private boolean names(Evidence evidence) {
            return evidence.entry().equals(entry) && rule.equals(Optional.of(evidence.rule()))
                    && field.map(evidence.field()::equals).orElse(true);
        }
    }

    /**
     * What does not fit in a ledger, as the auditor reports it.
     *
     * @param entry    its index, where one entry is concerned
     * @param expected as the rule demands
     */
    public record Evidence(String file, OptionalLong entry, String field, String rule, String expected, String found) {}

    /**
     * @param round       in which the coordinator was killed
     * @param downMillis  from the kill to the restarted coordinator answering
     * @param roundMillis wall time of that round
     * @param otherMillis mean wall time of the other rounds
     */
    public record Crash(long round, long downMillis, long roundMillis, long otherMillis) {}

    /** @param receipts signed receipts that the auditor's own worker kept */
    public record Ledger(long entries, long bytes, int receipts) {}

    /** Wall time of all stages. */
    public long totalMillis() {
        return stageMillis.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Wall time of the stages in which nobody trains. */
    public long notTrainingMillis() {
        return totalMillis() - stageMillis.getOrDefault(Stage.ALONE, 0L) - stageMillis.getOrDefault(Stage.TOGETHER, 0L);
    }

    /** Accuracy of the last round that was evaluated. */
    public Optional<Long> finalAccuracy() {
        return together.reversed().stream().flatMap(round -> round.accuracy().stream()).findFirst();
    }

    /** The organization whose own model was best in the end. */
    public Party bestAlone() {
        return parties.stream()
                .max((a, b) -> Long.compare(a.aloneAccuracy().getLast(), b.aloneAccuracy().getLast())).orElseThrow();
    }

    /** Whether the common model is better than the best that anybody trained alone. */
    public boolean togetherIsBetter() {
        return finalAccuracy().isPresent() && finalAccuracy().get() > bestAlone().aloneAccuracy().getLast();
    }

    /** Whether every audit said what it must say. */
    public boolean auditsAsExpected() {
        return audits.stream().allMatch(Audit::asExpected);
    }
}
