package consort.worker.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.certs.Authorities;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.Fingerprint;
import consort.certs.Name;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.audit.Trust;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.proto.Renewed;
import consort.worker.trust.Chain;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a coordinator passes on about log keys and certificate authorities: nothing counts that the log's key of its time did not
 * sign, and the keys that are known stay the beginning of those that are learned.
 *
 * <p>The first byte of an input says how many log keys are known before; the rest is an answer to a renewal.
 */
class LearnedFuzzTest extends DecoderFuzzTest {

    private static final SecureRandom RANDOM = seeded();
    private static final AuthorityCertificate FIRST = authority();
    private static final AuthorityCertificate SECOND = authority();
    /** Whoever holds the first key after it was replaced signs for this one. */
    private static final AuthorityCertificate THIEVES = authority();
    private static final List<LogKeys> KNOWN = List.of(Chain.first(), Chain.second(), Chain.third());
    private static final List<Set<Fingerprint>> COUNTING = List.of(
            Set.of(FIRST.fingerprint()), Set.of(FIRST.fingerprint(), SECOND.fingerprint()), Set.of(SECOND.fingerprint()));

    private static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(1);
            return random;
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static AuthorityCertificate authority() {
        return consort.certs.Authority.found(new Name("pool"), Duration.ofDays(365), Instant.parse("2031-05-01T12:00:00Z"), RANDOM)
                .certificate();
    }

    @Override
    protected List<byte[]> seeds() {
        ByteString added = entry(SECOND, Action.ADDED, Chain.FIRST);
        ByteString retired = entry(FIRST, Action.RETIRED, Chain.SECOND);
        ByteString forged = entry(THIEVES, Action.ADDED, Chain.FIRST);
        return List.of(
                answer(0),
                answer(0, added),
                answer(0, added, Chain.toSecond(), retired, Chain.toThird()),
                answer(1, forged, added, Chain.toSecond(), Chain.toThird()),
                answer(1, added, Chain.toSecond(), entry(SECOND, Action.ADDED, Chain.SECOND), retired),
                answer(2, forged, Chain.toSecond(), Chain.toThird()));
    }

    private static ByteString entry(AuthorityCertificate authority, Action action, SignerKey key) {
        return Chain.authority(authority.fingerprint().hex(), action, key);
    }

    private static byte[] answer(int known, ByteString... entries) {
        Renewed.Builder answer = Renewed.newBuilder().addAllTrustEntries(List.of(entries));
        for (AuthorityCertificate authority : List.of(SECOND, THIEVES)) {
            answer.addAuthorities(ByteString.copyFrom(Certificates.encode(List.of(authority.certificate())).getFirst()));
        }
        return ByteString.copyFrom(new byte[] {(byte) known}).concat(answer.build().toByteString()).toByteArray();
    }

    @Override
    protected List<String> words() {
        return List.of("/authority/v1\n", "/log-key/v1\n", "added", "retired");
    }

    @Override
    protected int quickRuns() {
        return 2000;
    }

    /** The JDK's parser of certificates. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) {
        LogKeys known = KNOWN.get(input.length == 0 ? 0 : Math.floorMod(input[0], KNOWN.size()));
        Trust trust = new Trust(Chain.FIRST.verifierKey(), "a".repeat(64), FIRST.fingerprint().hex()).knowing(known);
        Learned learned;
        try {
            Renewed answer = Renewed.parseFrom(Arrays.copyOfRange(input, Math.min(1, input.length), input.length));
            learned = Learned.of(trust, Authorities.of(FIRST), answer.getTrustEntriesList(), answer.getAuthoritiesList());
        } catch (InvalidProtocolBufferException | TamperingException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        List<VerifierKey> keys = learned.trust().logKeys().all();
        assertThat(keys).isEqualTo(Chain.third().all().subList(0, keys.size())).containsAll(known.all());
        assertThat(learned.authorities().certificates().stream().map(AuthorityCertificate::fingerprint).toList())
                .doesNotHaveDuplicates().satisfies(counting -> assertThat(signed(known)).contains(Set.copyOf(counting)));
        assertThat(Trust.parse(learned.trust().json().getBytes(StandardCharsets.UTF_8))).isEqualTo(learned.trust());
        return true;
    }

    /** Which authorities may count: the thieves' only for who does not know yet that the first key was replaced. */
    private static List<Set<Fingerprint>> signed(LogKeys known) {
        return known.rotations().isEmpty() ? List.of(COUNTING.get(0), COUNTING.get(1), COUNTING.get(2),
                Set.of(FIRST.fingerprint(), THIEVES.fingerprint()),
                Set.of(SECOND.fingerprint(), THIEVES.fingerprint()), Set.of(THIEVES.fingerprint()),
                Set.of(FIRST.fingerprint(), SECOND.fingerprint(), THIEVES.fingerprint())) : COUNTING;
    }
}
