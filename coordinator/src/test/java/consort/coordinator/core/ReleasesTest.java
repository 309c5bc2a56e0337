package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers finish a run of three rounds, and the operator releases models of it. */
class ReleasesTest {

    private final Pool pool;

    ReleasesTest() throws IOException {
        pool = new Pool();
    }

    @BeforeEach
    void aRunHasEnded() throws IOException {
        WorkerId acme = pool.member("acme");
        WorkerId beta = pool.member("beta");
        pool.ask(pool.submission(Pool.job(3, 2, 2, 2)));
        pool.workToTheEnd(1, acme, beta);
        assertThat(pool.run(1).ended()).isPresent();
        assertThat(pool.run(1).roundsClosed()).isEqualTo(3);
    }

    @Test
    void aReleaseWaitsUntilTheWitnessesHaveSeenTheModel() throws IOException {
        Ephemeral.Surroundings none = Ephemeral.Surroundings.NONE;
        pool.surroundings = new Ephemeral.Surroundings(none.traffic(), none.loopLagMillis(), none.storage(), none.memory(),
                new WitnessFacts(1, pool.run(1).latest().index(), 0, List.of()));
        assertThat(code(release(OptionalLong.empty(), "digits", "1.0", "Apache-2.0"))).isEqualTo(Code.CONFLICT);
        pool.surroundings = none;
        assertThat(release(OptionalLong.empty(), "digits", "1.0", "Apache-2.0")).isInstanceOf(Reply.Changed.class);
    }

    private Reply release(OptionalLong round, String name, String version, String license) throws IOException {
        return pool.ask(new Event.ReleaseModel(pool.ticket(), 1, round, name, version, license, " for all "));
    }

    private static Code code(Reply reply) {
        return ((Reply.Refused) reply).code();
    }

    @Test
    void theNewestModelOrThatOfARoundIsReleasedOnce() throws IOException {
        assertThat(release(OptionalLong.empty(), "fashion", "1.0", "MIT"))
                .isEqualTo(new Reply.Changed(OptionalLong.of(pool.state().size() - 1), false));
        long entry = pool.state().size() - 1;
        assertThat(release(OptionalLong.of(3), "fashion", "1.0", "MIT")).isEqualTo(new Reply.Changed(OptionalLong.of(entry), true));
        assertThat(code(release(OptionalLong.of(2), "fashion", "1.0", "MIT"))).isEqualTo(Code.CONFLICT);
        assertThat(code(release(OptionalLong.of(3), "fashion", "1.0", "Apache-2.0"))).isEqualTo(Code.CONFLICT);
        release(OptionalLong.of(1), "fashion", "0.9", "MIT");
        Reply.Models models = (Reply.Models) pool.ask(new Event.AskModels(pool.ticket(), 0, 0, 10));
        assertThat(models.models()).extracting(model -> model.releases().stream().map(one -> one.release().title()).toList())
                .extracting(Object::toString).containsExactly("[]", "[fashion 0.9]", "[]", "[fashion 1.0]");
    }

    @Test
    void modelsAreListedPageByPage() throws IOException {
        Reply.Models first = (Reply.Models) pool.ask(new Event.AskModels(pool.ticket(), 0, 0, 3));
        assertThat(first.models()).extracting(Reply.Model::round).containsExactly(0L, 1L, 2L);
        assertThat(first.more()).isTrue();
        Reply.Models second = (Reply.Models) pool.ask(new Event.AskModels(pool.ticket(), 1, 2, 3));
        assertThat(second.models()).extracting(Reply.Model::round).containsExactly(3L);
        assertThat(second.more()).isFalse();
        assertThat(pool.ask(new Event.AskModels(pool.ticket(), 1, 3, 3))).isEqualTo(new Reply.Models(List.of(), false));
    }

    @Test
    void refusesWhatIsNoModelNoNameAndNoLicense() throws IOException {
        assertThat(code(release(OptionalLong.of(4), "fashion", "1.0", "MIT"))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(pool.ask(new Event.ReleaseModel(pool.ticket(), 2, OptionalLong.empty(), "a", "1", "MIT", ""))))
                .isEqualTo(Code.NOT_FOUND);
        assertThat(code(release(OptionalLong.of(3), "Fashion!", "1.0", "MIT"))).isEqualTo(Code.INVALID);
        assertThat(code(release(OptionalLong.of(3), "fashion", "1 0", "MIT"))).isEqualTo(Code.INVALID);
        assertThat(code(release(OptionalLong.of(3), "fashion", "1.0", " "))).isEqualTo(Code.INVALID);
    }

    @Test
    void aReleasedModelIsNeverGarbage() throws IOException {
        String second = pool.run(1).models().get(2).digest();
        Retention.Policy sparse = new Retention.Policy(0, 1_000, 0);
        assertThat(Retention.garbage(pool.state(), sparse, Map.of(second, 10L), Set.of())).containsExactly(second);
        release(OptionalLong.of(2), "fashion", "1.0", "MIT");
        assertThat(Retention.garbage(pool.state(), sparse, Map.of(second, 10L), Set.of())).isEmpty();
    }
}
