package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the consortium goes over to another certificate authority. */
class AuthorityChangesTest {

    private static final byte[] SECOND = "second".getBytes(StandardCharsets.UTF_8);

    private Pool pool;
    private String first;

    @BeforeEach
    void aLedger() throws IOException {
        pool = new Pool();
        first = pool.state().authority();
    }

    private Reply add(byte[] certificate) throws IOException {
        return pool.ask(new Event.AddAuthority(pool.ticket(), certificate));
    }

    private Reply retire(String fingerprint) throws IOException {
        return pool.ask(new Event.RetireAuthority(pool.ticket(), fingerprint));
    }

    private static void refused(Reply reply, String why) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refusal -> assertThat(refusal.message()).contains(why));
    }

    @Test
    void isAddedAndTheOldOneRetiredOnceEach() throws IOException {
        long index = pool.state().size();
        assertThat(add(SECOND)).isEqualTo(new Reply.Changed(OptionalLong.of(index), false));
        assertThat(pool.engine.authorities().standing()).containsExactly(first, Document.digest(SECOND));
        assertThat(pool.released).contains(new Effect.AuthoritiesChanged());
        assertThat(add(SECOND)).as("a lost answer").isEqualTo(new Reply.Changed(OptionalLong.of(index), true));
        Reply retired = retire(first);
        assertThat(pool.engine.authorities().standing()).containsExactly(Document.digest(SECOND));
        assertThat(retire(first)).isEqualTo(new Reply.Changed(((Reply.Changed) retired).entry(), true));
        pool.restart();
        assertThat(pool.engine.authorities().standing()).containsExactly(Document.digest(SECOND));
        assertThat(pool.engine.authorities().entries()).hasSize(2);
        assertThat(pool.engine.authorities().certificates()).containsExactly(SECOND);
    }

    @Test
    void noneIsRetiredThatNobodyNamed() throws IOException {
        refused(retire(""), "no other authority counts");
        add(SECOND);
        refused(retire(""), "2 authorities count; name the one to retire: " + first + ", " + Document.digest(SECOND));
        Reply.Changed retired = (Reply.Changed) retire(first);
        assertThat(retire("")).as("a lost answer").isEqualTo(new Reply.Changed(retired.entry(), true));
    }

    @Test
    void saysWhyNot() throws IOException {
        refused(retire(first), "no other authority counts");
        refused(retire("x"), "those that count: " + first);
        add(SECOND);
        retire(Document.digest(SECOND));
        refused(add(SECOND), "was retired");
        for (int count = 1; count < Limits.MAX_AUTHORITIES; count++) {
            add(("more " + count).getBytes(StandardCharsets.UTF_8));
        }
        refused(add("one more".getBytes(StandardCharsets.UTF_8)), "retire one first");
    }
}
