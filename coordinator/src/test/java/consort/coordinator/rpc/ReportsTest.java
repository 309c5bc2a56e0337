package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Held;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.Requests;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Subject;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final Subject ACME = Subject.ofOrganization("acme");
    private static final Subject BETA = Subject.ofOrganization("beta");

    private final SignerKey logKey = SignerKey.fromSeed("pool.example/pool", new byte[32]);
    private final Checkpoint checkpoint = new Checkpoint(logKey.name(), 3, TreeHash.leaf(new byte[1]));
    private final byte[] signed = SignedCheckpoint.sign(checkpoint, logKey).bytes();
    private final Requests requests = new Requests(new Inbox(2));
    private final Reports reports = new Reports(requests, LogKeys.of(logKey.verifierKey()));
    private final List<Reply> replies = new ArrayList<>();

    @Test
    void takesOneReportOfAPeerAtATime() {
        reports.take(ACME, List.of(signed), replies::add);
        reports.take(ACME, List.of(signed), replies::add);
        assertThat(replies).singleElement().isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(Reply.Code.EXHAUSTED);
            assertThat(refused.message()).contains("acme");
        });
        reports.take(BETA, List.of(), replies::add);
        assertThat(replies).as("another's waits for the loop").hasSize(1);
        requests.answer(new Effect.Answer(1, new Reply.Heard(false, false, "")));
        requests.answer(new Effect.Answer(2, new Reply.Heard(false, false, "")));
        reports.take(ACME, List.of(signed), replies::add);
        assertThat(replies).as("the inbox has no room").hasSize(4);
        reports.take(ACME, List.of(signed), replies::add);
        assertThat(replies.getLast()).isInstanceOfSatisfying(Reply.Refused.class,
                refused -> assertThat(refused.message()).contains("too much to do"));
    }

    @Test
    void aNoteThatRepeatsTheLogsSignatureSaysNothing() {
        assertThat(Held.read(List.of(signed), LogKeys.of(logKey.verifierKey()))).containsExactly(new Held.Tree(checkpoint));
        Note note = Note.parse(signed, SignedCheckpoint.MAX_BYTES);
        NoteSignature line = note.signatures().getFirst();
        byte[] repeated = new Note(note.text(), Collections.nCopies(Note.MAX_SIGNATURES, line)).bytes();
        assertThat(Held.read(List.of(repeated), LogKeys.of(logKey.verifierKey()))).containsExactly(new Held.Unsigned());
    }
}
