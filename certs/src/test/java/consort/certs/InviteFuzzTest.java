package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Invites, which people copy from messages. */
class InviteFuzzTest extends DecoderFuzzTest {
    private static final Fingerprint AUTHORITY = new Fingerprint("0123456789abcdef".repeat(4));
    private static final Name CONSORTIUM = new Name("acme");
    private static final Identity.Organization BETA = new Identity.Organization(CONSORTIUM, new Name("beta"));
    private static final Identity.Worker WORKER = new Identity.Worker(CONSORTIUM, new Name("beta"), new Name("w-1"));

    @Override
    protected List<byte[]> seeds() {
        return List.of(
                Invite.create(new Address("train.example.org", 7443), BETA, AUTHORITY, Pki.seeded(1)),
                Invite.create(new Address("192.0.2.1", 1), WORKER, AUTHORITY, Pki.seeded(2)),
                Invite.create(new Address("2001:db8::1", 65_535), WORKER, AUTHORITY, Pki.seeded(3)))
                .stream().map(invite -> invite.line().getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    protected List<String> words() {
        return List.of("consort://", "[::ffff:192.0.2.1]", "%eth0", "LOCALHOST", "\u0130", "xn--", "#", "//", ":0", "..");
    }

    @Override
    protected boolean accepts(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Invite invite;
        try {
            invite = Invite.parse(text);
        } catch (CertsException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        }
        assertThat(invite.line()).isEqualTo(text.strip());
        assertThat(Invite.parse(invite.line())).isEqualTo(invite);
        assertThat(invite.signingSeed()).hasSize(32);
        return true;
    }
}
