package consort.examples.demo;

import consort.examples.demo.report.Result;
import consort.examples.demo.story.LedgerFolder;
import consort.examples.demo.story.RoundStory;
import consort.examples.demo.story.Story;
import consort.examples.demo.story.TaskStory;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Puts together what the stages found out. */
record Assembly(Setting setting, Dealing.Dealt dealt, List<Alone.Outcome> alone, TrainingTogether.Outcome together,
        List<Result.Audit> audits) {

    Result result() throws IOException {
        LedgerFolder ledger = new LedgerFolder(setting.layout().ledgerCopy(setting.first()));
        Story story = ledger.story();
        return new Result(setup(), parties(), rounds(story), abandoned(story), transfer(story),
                bill(story, charter(ledger)), audits,
                setting.stages().millis(), setting.memory().peaks("coordinator", "worker", "trainer"), crash(story),
                new Result.Ledger(ledger.entries().size(), ledger.bytes(), receipts()),
                story.ended().orElseThrow().model());
    }

    private Result.Setup setup() {
        Recipe recipe = setting.recipe();
        return new Result.Setup(recipe.title(), dealt.source(), dealt.trainImages(), dealt.testImages(), Dealing.ALPHA,
                setting.options().seed(), setting.options().plannedRounds(), recipe.steps(), recipe.batch());
    }

    private List<Result.Party> parties() {
        List<Result.Party> parties = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            parties.add(new Result.Party(setting.organizations().get(i), dealt.imagesOf(i), dealt.byLabel().get(i),
                    alone.get(i).accuracies(), alone.get(i).busyMillis()));
        }
        return parties;
    }

    private static List<Result.Round> rounds(Story story) {
        return story.closed().stream().map(round -> new Result.Round(round.number(), boxed(round.accuracy()),
                round.loss().orElse(0), (int) round.tasks().stream().filter(TaskStory::accepted).count(),
                millisOf(story, round), tasks(round))).toList();
    }

    private static List<Result.AbandonedRound> abandoned(Story story) {
        return story.rounds().stream().filter(round -> round.abandoned().isPresent()).map(round ->
                new Result.AbandonedRound(round.number(), round.abandoned().orElseThrow(), tasks(round))).toList();
    }

    private static List<Result.Task> tasks(RoundStory round) {
        return Stream.concat(round.tasks().stream(), round.evaluation().stream()).map(task -> new Result.Task(
                task.lease().organization(), task.lease().kind().text(), task.state(), boxed(task.loss()),
                task.observation().map(Observation::acceptedMillis).orElse(0L))).toList();
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    /** To the next round, or to the end of the run. */
    private static long millisOf(Story story, RoundStory round) {
        LongStream later = LongStream.concat(story.rounds().stream().mapToLong(RoundStory::openedMillis),
                LongStream.of(story.ended().orElseThrow().timeMillis()));
        return later.filter(millis -> millis > round.openedMillis()).min().orElse(round.openedMillis()) - round.openedMillis();
    }

    private Result.Transfer transfer(Story story) throws IOException {
        int updates = story.closed().stream()
                .mapToInt(round -> (int) round.tasks().stream().filter(TaskStory::accepted).count()).sum();
        return new Result.Transfer(Files.size(setting.layout().initialModel()),
                together.messages().toWorkersBytes(), together.messages().fromWorkersBytes(), updates);
    }

    /** What all members accepted, as the copy of the ledger has it. */
    private static CharterDocument charter(LedgerFolder ledger) throws IOException {
        Charter charter = (Charter) ledger.entries().getFirst().body();
        return CharterDocument.parse(Files.readAllBytes(ledger.folder().resolve("docs").resolve(charter.charter())));
    }

    private static Result.Bill bill(Story story, CharterDocument charter) {
        CharterDocument.Share share = charter.share();
        PeriodClose close = story.bill().orElseThrow();
        return new Result.Bill(close.currency(), Currency.getInstance(close.currency()).getDefaultFractionDigits(),
                close.rateMinorPerHour(), charter.rateNote(),
                new Result.Share(share.byBenefit(), share.tiered(), share.equal()), close.poolMinor(),
                close.members().stream().map(line -> new Result.BillLine(line.organization(), line.ngpuMillis(),
                        line.creditMinor(), line.shareMinor(), line.netMinor())).toList(),
                close.transfers().stream().map(transfer -> new Result.Payment(transfer.from(), transfer.to(),
                        transfer.amountMinor())).toList());
    }

    private Optional<Result.Crash> crash(Story story) {
        return together.crash().map(crash -> {
            long round = story.startedIn().getLast();
            List<Result.Round> rounds = rounds(story);
            long crashed = rounds.stream().filter(one -> one.number() == round)
                    .mapToLong(Result.Round::millis).sum();
            long others = Math.round(rounds.stream().filter(one -> one.number() != round)
                    .mapToLong(Result.Round::millis).average().orElse(0));
            return new Result.Crash(round, crash.downMillis(), crashed, others);
        });
    }

    /** Those that the auditing organization's worker kept. */
    private int receipts() throws IOException {
        try (Stream<Path> files = Files.list(setting.layout().worker(setting.first()).resolve("receipts"))) {
            return (int) files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(SignedCheckpoint.PATH) && !name.endsWith(TlogProof.SUFFIX)).count();
        }
    }
}
