package consort.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A signed note: a text that ends in a newline, an empty line, and one or more signature lines.
 *
 * <p>Reading is exact: {@code parse(bytes).bytes()} are the same bytes, or {@code parse} refuses them. Until
 * {@link #verify} has passed, the text is whatever a stranger wrote.
 *
 * @param text with its final newline; no control characters besides newlines
 * @param signatures in the order of the file
 */
public record Note(String text, List<NoteSignature> signatures) {

    /** No more signature lines than this are read or written; other tools draw the line here too. */
    public static final int MAX_SIGNATURES = 100;

    /** Limit for notes without a narrower one of their own. */
    public static final int MAX_BYTES = 1 << 20;

    public Note {
        requireText(text);
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new MalformedNoteException("a note carries 1 to " + MAX_SIGNATURES + " signatures, not " + signatures.size());
        }
    }

    /** Signs {@code text} with one or more keys. */
    public static Note sign(String text, SignerKey... keys) {
        byte[] message = requireText(text).getBytes(StandardCharsets.UTF_8);
        return new Note(text, Stream.of(keys)
                .map(key -> new NoteSignature(key.name(), key.verifierKey().id(), key.sign(message)))
                .toList());
    }

    /**
     * Reads a note.
     *
     * @throws MalformedNoteException when it is longer than {@code maxBytes} or not exactly a signed note
     */
    public static Note parse(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new MalformedNoteException("note of " + bytes.length + " bytes; at most " + maxBytes + " are read here");
        }
        String whole = decode(bytes);
        if (!whole.endsWith("\n")) {
            throw new MalformedNoteException("not a signed note: its last line does not end in a line feed");
        }
        int split = whole.lastIndexOf("\n\n");
        if (split < 0 || split + 2 == whole.length()) {
            throw new MalformedNoteException("not a signed note: no empty line followed by signature lines");
        }
        String[] lines = whole.substring(split + 2, whole.length() - 1).split("\n", MAX_SIGNATURES + 2);
        if (lines.length > MAX_SIGNATURES) {
            throw new MalformedNoteException("note with more than " + MAX_SIGNATURES + " signature lines");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines) {
            signatures.add(NoteSignature.parse(line));
        }
        return new Note(whole.substring(0, split + 1), signatures);
    }

    /** The note as it stands in a file or entry. */
    public byte[] bytes() {
        StringBuilder whole = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> whole.append(signature.line()));
        return whole.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Verifies the signatures of all {@code known} keys; those of unknown keys are ignored, as the specification demands. A key
     * signs a note once: so what is verified does not grow with the lines that somebody repeats.
     *
     * @return the known keys that signed, in the order of {@code known}; at least one
     * @throws UnverifiedNoteException when a known key's signature is wrong or repeated, or no known key signed
     */
    public List<VerifierKey> verify(Collection<VerifierKey> known) throws UnverifiedNoteException {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> signers = new ArrayList<>();
        for (VerifierKey key : known) {
            List<NoteSignature> own = signatures.stream().filter(signature -> signature.isBy(key)).toList();
            if (own.size() > 1) {
                throw new UnverifiedNoteException(own.size() + " signatures of " + key.name() + " (key " + key.idHex()
                        + ") on one note; a key signs once: delete the repeated lines");
            }
            if (!own.stream().allMatch(signature -> key.verify(message, signature.signature()))) {
                throw new UnverifiedNoteException("the signature of " + key.name() + " (key " + key.idHex()
                        + ") does not verify: the text or the signature was changed after signing");
            }
            if (!own.isEmpty()) {
                signers.add(key);
            }
        }
        if (signers.isEmpty()) {
            // With the key's id: another key may have the same name.
            throw new UnverifiedNoteException("not signed by any known key; it carries signatures of "
                    + signatures.stream().map(one -> one.name() + " (key " + one.idHex() + ")").distinct().toList()
                    + ", known are " + known.stream().map(key -> key.name() + " (key " + key.idHex() + ")").toList());
        }
        return List.copyOf(signers);
    }

    /** The only signature of a note that must have exactly one, as entries do; empty when it has several. */
    public Optional<NoteSignature> onlySignature() {
        return signatures.size() == 1 ? Optional.of(signatures.getFirst()) : Optional.empty();
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedNoteException("not a signed note: not UTF-8");
        }
    }

    private static String requireText(String text) {
        if (!text.endsWith("\n")) {
            throw new MalformedNoteException("the text of a note must end with a newline");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && c != '\n') {
                throw new MalformedNoteException("the text of a note must not hold control characters");
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new MalformedNoteException("the text of a note must not hold unpaired surrogates");
                }
                i++;
            }
        }
        return text;
    }
}
