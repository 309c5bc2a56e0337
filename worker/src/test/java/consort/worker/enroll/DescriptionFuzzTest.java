package consort.worker.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.certs.Address;
import consort.certs.Authority;
import consort.certs.Certificates;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Witnessing;
import consort.ledger.note.SignerKey;
import consort.proto.ConsortiumDescription;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a coordinator says of its consortium to who holds an invite: believed only where it fits the invite. */
class DescriptionFuzzTest extends DecoderFuzzTest {

    private static final Name POOL = new Name("pool");
    private static final Authority AUTHORITY =
            Authority.found(POOL, Duration.ofDays(365), Instant.parse("2031-05-01T12:00:00Z"), seeded());
    private static final Fingerprint FINGERPRINT = AUTHORITY.certificate().fingerprint();
    private static final Invite INVITE = Invite.create(new Address("pool.example", 7443),
            new Identity.Organization(POOL, new Name("acme")), FINGERPRINT, seeded());

    private static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(1);
            return random;
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    protected List<byte[]> seeds() {
        CharterDocument charter = new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10),
                Settlement.TRANSFERS, new Outcomes(1000, 800, 500, 250, 100), 0, Witnessing.NONE, 14, List.of());
        return List.of(ConsortiumDescription.newBuilder()
                .setOrigin(charter.origin())
                .setLogKey(SignerKey.fromSeed(charter.origin(), new byte[SignerKey.SEED_BYTES]).verifierKey().toString())
                .setCharter(ByteString.copyFrom(charter.bytes()))
                .setAuthorityCertificate(ByteString.copyFrom(
                        Certificates.encode(List.of(AUTHORITY.certificate().certificate())).getFirst()))
                .setTerms(consort.proto.ShareTerms.newBuilder()
                        .setBenefit(100).setTier(2).setOthers(3).setOthersBenefit(500).setOthersTier(4))
                .build().toByteArray());
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    @Override
    protected boolean accepts(byte[] input) {
        Consortium consortium;
        try {
            consortium = Consortium.of(ConsortiumDescription.parseFrom(input), INVITE);
        } catch (InvalidProtocolBufferException | DescriptionException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(consortium.authority().fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(consortium.charter().consortium()).isEqualTo("pool");
        assertThat(consortium.logKey().name()).isEqualTo(consortium.charter().origin());
        consortium.terms().orElseThrow().part(consortium.charter().share());
        return true;
    }
}
