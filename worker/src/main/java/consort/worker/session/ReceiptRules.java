package consort.worker.session;

import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Receipt;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Whether a receipt says what it must: signed by the log key kept at joining, of the receipt's type and this log, and
 * about exactly the bytes of the claim, followed by an observation that stands later in the log.
 */
final class ReceiptRules {

    private static final int MAX_NOTE_BYTES = 16 << 10;

    /** What came of the check. */
    sealed interface Checked {
    }

    record Valid(Verdict verdict) implements Checked {
    }

    record Invalid(String why) implements Checked {
    }

    private ReceiptRules() {
    }

    static Checked check(Receipt receipt, PendingClaim claim, Site site) {
        try {
            Note note = Note.parse(receipt.getNote().toByteArray(), MAX_NOTE_BYTES);
            note.verify(List.of(site.logKey()));
            return wrongLine(note, claim, site).<Checked>map(Invalid::new).orElseGet(() -> verdict(receipt));
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            return new Invalid(e.getMessage());
        }
    }

    private static Optional<String> wrongLine(Note note, PendingClaim claim, Site site) {
        String[] lines = note.text().split("\n", -1);
        String type = site.domain() + "/receipt/v1";
        if (lines.length != 5 || !lines[0].equals(type) || !lines[1].equals(site.logKey().name())) {
            return Optional.of("it is not a receipt of " + site.logKey().name() + " for a claim and its observation");
        }
        if (!lines[2].matches("(0|[1-9][0-9]{0,15}) [^ ]+") || !lines[3].matches("[1-9][0-9]{0,15} [^ ]+")) {
            return Optional.of("its lines are not \"<index> <leaf hash>\"");
        }
        String[] claimed = lines[2].split(" ");
        String[] observed = lines[3].split(" ");
        String leaf = StrictBase64.encode(leafHash(claim.entry().toByteArray()));
        if (!claimed[1].equals(leaf)) {
            return Optional.of("it names the leaf " + claimed[1] + ", the claim's is " + leaf);
        }
        boolean later = Long.parseLong(observed[0]) > Long.parseLong(claimed[0]);
        return later ? Optional.empty() : Optional.of("its observation stands at " + observed[0] + ", before the claim");
    }

    private static Checked verdict(Receipt receipt) {
        boolean accepted = receipt.getVerdict().equals("accepted");
        if (!accepted && !receipt.getVerdict().equals("refused")) {
            return new Invalid("its verdict is \"" + PeerText.shown(receipt.getVerdict()) + "\"");
        }
        Optional<String> reason = Optional.of(PeerText.shown(receipt.getReason())).filter(text -> !text.isEmpty());
        return new Valid(new Verdict(accepted, reason, receipt.getAcceptedMillis()));
    }

    /** RFC 6962: {@code SHA-256(00 || entry)}. */
    private static byte[] leafHash(byte[] entry) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((byte) 0);
            return sha.digest(entry);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
