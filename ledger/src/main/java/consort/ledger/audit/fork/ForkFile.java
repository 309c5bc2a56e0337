package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Fork.NotPrefix;
import consort.ledger.audit.fork.Fork.OtherEntry;
import consort.ledger.audit.fork.Fork.TwoReceipts;
import consort.ledger.audit.fork.Fork.TwoSuccessors;
import consort.ledger.audit.fork.Fork.TwoTrees;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipts;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A proof for third parties, as canonical JSON: the log's keys as its entries lead from one to the next, and the signed statements
 * verbatim.
 *
 * @param logKeys those by which the statements verify; whoever judges must know one of them
 */
public record ForkFile(LogKeys logKeys, Fork fork) {

    /** Room for two checkpoints with many cosignatures. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String FORMAT = "consort-fork/v1";
    private static final Pattern KIND = Pattern.compile("two-trees|not-prefix|other-entry|two-receipts|two-successors");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_KEY = 1024;
    private static final int MAX_ENTRY = 2048;
    private static final int MAX_PROOF = 64;

    /**
     * Reads a file and verifies only that its log keys lead from one to the next.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static ForkFile parse(byte[] bytes) {
        boolean newline = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        JsonFields json = JsonObject.parse(newline ? Arrays.copyOf(bytes, bytes.length - 1) : bytes, MAX_BYTES).fields();
        json.text("format", Pattern.compile(FORMAT), "\"" + FORMAT + "\", the one format this version knows");
        LogKeys logKeys = LogKeys.of(VerifierKey.parse(json.text("logKey", MAX_KEY)));
        for (String entry : json.texts("logKeyEntries", Limits.MAX_LOG_KEYS_EVER - 1, MAX_ENTRY)) {
            logKeys = after(logKeys, entry);
        }
        Fork fork = switch (json.text("kind", KIND, "a kind of fork")) {
            case "two-trees" -> new TwoTrees(checkpoint(json, "first"), checkpoint(json, "second"));
            case "not-prefix" -> new NotPrefix(checkpoint(json, "smaller"), checkpoint(json, "larger"), hash(json, "prefixRoot"),
                    json.texts("proof", MAX_PROOF, 64).stream().map(ForkFile::hash).toList());
            case "other-entry" -> new OtherEntry(receipt(json, "receipt"), hash(json, "leafHash"),
                    TlogProof.parseSaid(json.text("proof", TlogProof.MAX_BYTES).getBytes(StandardCharsets.UTF_8)));
            case "two-receipts" -> new TwoReceipts(receipt(json, "first"), receipt(json, "second"),
                    json.integer("index", 0, JsonValue.MAX_INTEGER));
            default -> new TwoSuccessors(logKey(json, "first"), logKey(json, "second"));
        };
        json.end();
        return new ForkFile(logKeys, fork);
    }

    /** The form that {@link #parse} reads. */
    public byte[] bytes() {
        JsonObject.Builder json = JsonObject.builder()
                .put("format", FORMAT)
                .put("logKey", logKeys.first().toString())
                .putTexts("logKeyEntries", logKeys.entries().stream().map(StrictBase64::encode).toList());
        switch (fork) {
            case TwoTrees trees -> json.put("kind", "two-trees").put("first", text(trees.first())).put("second", text(trees.second()));
            case NotPrefix trees -> json.put("kind", "not-prefix").put("smaller", text(trees.smaller())).put("larger", text(trees.larger()))
                    .put("prefixRoot", trees.prefixRoot().hex()).putTexts("proof", trees.proof().stream().map(Hash::hex).toList());
            case OtherEntry other -> json.put("kind", "other-entry").put("receipt", text(other.receipt()))
                    .put("leafHash", other.leafHash().hex()).put("proof", new String(other.proof().bytes(), StandardCharsets.UTF_8));
            case TwoReceipts two -> json.put("kind", "two-receipts").put("first", text(two.first())).put("second", text(two.second()))
                    .put("index", two.index());
            case TwoSuccessors two -> json.put("kind", "two-successors").put("first", StrictBase64.encode(two.first().bytes()))
                    .put("second", StrictBase64.encode(two.second().bytes()));
        }
        return (json.build().canonicalText() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Judges it by what the judge trusts: keys that lead to the trusted ones do not count, for anybody can make such.
     *
     * @throws UnverifiedNoteException saying why it proves nothing
     */
    public void verify(LogKeys trusted) throws UnverifiedNoteException {
        Optional<LogKeys> known = trusted.with(logKeys).or(() -> logKeys.from(trusted.first()).flatMap(trusted::with));
        if (known.isEmpty() && TwoSuccessors.between(trusted, logKeys).isPresent()) {
            throw new UnverifiedNoteException("its log keys part from those you trust: the same key named another successor. Compare what"
                    + " led you to yours with the copy that led to its (consort audit compare)");
        }
        fork.verify(known.orElseThrow(() -> new UnverifiedNoteException(
                "it begins with the log key " + logKeys.first() + ", which is none of those you trust: " + trusted)));
    }

    private static LogKeys after(LogKeys before, String entry) {
        try {
            return before.after(Entries.parse(StrictBase64.decode(entry)));
        } catch (UnverifiedNoteException unfit) {
            throw new MalformedNoteException("field 'logKeyEntries': " + unfit.getMessage());
        }
    }

    private static SignedCheckpoint checkpoint(JsonFields json, String field) {
        return SignedCheckpoint.parseSaid(json.text(field, SignedCheckpoint.MAX_BYTES).getBytes(StandardCharsets.UTF_8));
    }

    private static Note logKey(JsonFields json, String field) {
        return Entries.parse(StrictBase64.decode(json.text(field, MAX_ENTRY))).note();
    }

    private static Note receipt(JsonFields json, String field) {
        byte[] bytes = json.text(field, Receipts.MAX_BYTES).getBytes(StandardCharsets.UTF_8);
        Receipts.parse(bytes);
        return Note.parse(bytes, Receipts.MAX_BYTES);
    }

    private static Hash hash(JsonFields json, String field) {
        return hash(json.text(field, HEX, "64 lower-case hexadecimal digits"));
    }

    private static Hash hash(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw new MalformedNoteException("not a hash: \"" + hex + "\"");
        }
        return Hash.of(HexFormat.of().parseHex(hex));
    }

    private static String text(SignedCheckpoint checkpoint) {
        return text(checkpoint.note());
    }

    private static String text(Note note) {
        return new String(note.bytes(), StandardCharsets.UTF_8);
    }
}
