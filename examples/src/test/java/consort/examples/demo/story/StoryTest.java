package consort.examples.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StoryTest {

    private static final String DIGEST = "ab".repeat(32);

    private final Telling telling = new Telling(3, 20_000);
    private final List<Body> ledger = new ArrayList<>(List.of(new CoordinatorStarted(0, 1, "consort")));

    @Test
    void tellsWhoTrainsWhoIsDoneAndWithWhatLoss() {
        open(1, 1_000, "aster", "birch");
        Story before = story();
        claim(1, 700_000, -1);
        assertThat(texts(telling.news(Story.of(List.of()), before, 1_000))).containsExactly("round 1 of 3: aster, birch train");
        assertThat(texts(telling.news(before, story(), 8_000))).containsExactly("  aster done, loss 0.700");
        assertThat(telling.block(story(), UnderWay.NOTHING, 8_000)).containsExactly("",
                "Round 1 of 3   ████░░░░░░░░░░░░░░░░░░░░░░░░░░   about 55 s left",
                "  aster      done, loss 0.700",
                "  birch      training");
    }

    @Test
    void tellsHowFarTasksAreOfWhichTheLedgerOnlyKnowsThatTheyBegan() throws IOException {
        open(1, 1_000, "aster", "birch");
        claim(1, 700_000, -1);
        UnderWay status = UnderWay.of(new ObjectMapper().readTree("""
                {"runs":[{"round":{"round":1,"cohort":[
                  {"organization":"aster","state":"claimed","step":100,"steps":100,"lossMillionths":800000},
                  {"organization":"birch","state":"training","step":40,"steps":100,"lossMillionths":612345}]}}]}"""));
        assertThat(telling.block(story(), status, 8_000))
                .contains("  aster      done, loss 0.700", "  birch      training, step 40 of 100, loss 0.612");
        assertThat(telling.block(story(), new UnderWay(2, status.steps()), 8_000)).contains("  birch      training");
        assertThat(UnderWay.of(new ObjectMapper().readTree("{\"runs\":[]}"))).isEqualTo(UnderWay.NOTHING);
    }

    @Test
    void tellsTheAccuracyOnceTheClosedRoundIsEvaluated() {
        open(1, 0, "aster", "birch");
        claim(1, 700_000, -1);
        claim(2, 500_000, -1);
        close(1, 20_000);
        assertThat(story().rounds().getFirst().over()).as("before the model is handed out for evaluation").isFalse();
        lease(3, 1, LeaseKind.EVALUATE, "aster", 20_000);
        Story before = story();
        assertThat(before.rounds().getFirst().over()).isFalse();
        assertThat(telling.block(before, UnderWay.NOTHING, 21_000)).contains("  aster measures the new model on the test images");
        claim(3, 600_000, 812_345);
        assertThat(texts(telling.news(before, story(), 25_000)))
                .containsExactly("round 1 closed: mean loss 0.600, held-out accuracy 81.2 %; about 40 s left");
        assertThat(telling.block(story(), UnderWay.NOTHING, 25_000)).contains("  held-out accuracy by round: 81.2 %");
        assertThat(story().closed()).singleElement()
                .satisfies(round -> assertThat(round.accuracy()).hasValue(812_345));
    }

    @Test
    void estimatesTheTimeLeftFromTheRoundsThatAreOver() {
        open(1, 0, "aster");
        claim(1, 700_000, -1);
        close(1, 9_000);
        open(2, 10_000, "aster");
        assertThat(telling.leftMillis(story(), 14_000)).hasValue(16_000);
        assertThat(telling.leftMillis(story(), 60_000)).hasValue(10_000);
    }

    @Test
    void tellsOfLeasesThatEndedAndOfARestart() {
        open(1, 0, "aster", "birch");
        Story before = story();
        ledger.add(new LeaseEnded(5, 1, LeaseEnded.Reason.DROPOUT));
        ledger.add(new CoordinatorStarted(6, 2, "consort"));
        assertThat(story().startedIn()).containsExactly(0L, 1L);
        assertThat(texts(telling.news(before, story(), 10)))
                .containsExactly("coordinator started again; the run goes on", "  aster ended: dropout");
    }

    @Test
    void nothingIsLeftWhenTheRunHasEnded() {
        open(1, 0, "aster");
        ledger.add(new RunEnded(9, 1, RunEnded.Outcome.STOPPED, "enough", DIGEST));
        assertThat(telling.leftMillis(story(), 20)).isEmpty();
        assertThat(story().ended()).isPresent();
    }

    @Test
    void onlyWhatABlockDoesNotShowIsWorthKeepingOnTheScreen() {
        open(1, 0, "aster");
        claim(1, 700_000, -1);
        close(1, 9_000);
        open(2, 10_000, "aster");
        assertThat(telling.news(Story.of(List.of()), story(), 10_000).stream().filter(Telling.News::lasting).toList())
                .singleElement().satisfies(news -> assertThat(news.text()).startsWith("round 1 closed"));
    }

    private static List<String> texts(List<Telling.News> news) {
        return news.stream().map(Telling.News::text).toList();
    }

    private Story story() {
        return Story.of(ledger);
    }

    private void open(long round, long atMillis, String... organizations) {
        List<WorkerId> cohort = List.of(organizations).stream().map(name -> new WorkerId(name, "w1")).toList();
        ledger.add(new RoundOpened(atMillis, 1, round, DIGEST, cohort, 1, 60_000));
        for (String organization : organizations) {
            lease(ledger.stream().filter(Lease.class::isInstance).count() + 1, round, LeaseKind.TRAIN, organization, atMillis);
        }
    }

    private void lease(long number, long round, LeaseKind kind, String organization, long atMillis) {
        ledger.add(new Lease(atMillis, number, 1, round, kind, organization, "w1", DIGEST, "cnn", "data", 10, 1,
                kind == LeaseKind.TRAIN ? 1 : 0, 1, 60_000));
    }

    private void claim(long lease, long lossMillionths, long accuracyMillionths) {
        OptionalLong accuracy = accuracyMillionths < 0 ? OptionalLong.empty() : OptionalLong.of(accuracyMillionths);
        ledger.add(new UsageClaim(1, "aster", "w1", lease, lease, DIGEST, UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(),
                500, 1, 10, Optional.of(DIGEST), OptionalLong.of(lossMillionths), accuracy));
        ledger.add(new Observation(2, ledger.size() - 1, lease, Observation.Verdict.ACCEPTED, Optional.empty(),
                Optional.empty(), 500, OptionalLong.empty(), OptionalLong.empty(), Optional.empty()));
    }

    private void close(long round, long atMillis) {
        ledger.add(new RoundClosed(atMillis, 1, round, "fedavg/1", DIGEST, DIGEST, DIGEST, 1, 1, DIGEST, DIGEST));
    }
}
