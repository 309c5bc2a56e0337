package consort.simulator;

import consort.ledger.entry.Document;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Every key of a simulation follows from its seed. */
record Keys(long seed, String origin) {

    SignerKey log() {
        return key(origin);
    }

    SignerKey organization(String organization) {
        return key(KeyNames.organization(origin, organization));
    }

    /** The one that an organization goes over to. */
    SignerKey next(String organization) {
        String name = KeyNames.organization(origin, organization);
        return SignerKey.fromSeed(name, HexFormat.of().parseHex(digest("next/" + name)));
    }

    SignerKey worker(WorkerId worker) {
        return key(KeyNames.worker(origin, worker));
    }

    SignerKey witness(String organization) {
        return key(KeyNames.witness(origin, organization));
    }

    SignerKey invite(WorkerId worker) {
        return key(KeyNames.invite(origin, worker));
    }

    /** Stands for the digest of the public half of an invite's key. */
    String inviteHash(String invited) {
        return digest("invite/" + invited);
    }

    private SignerKey key(String name) {
        return SignerKey.fromSeed(name, HexFormat.of().parseHex(digest("key/" + name)));
    }

    private String digest(String what) {
        return Document.digest((seed + "/" + what).getBytes(StandardCharsets.UTF_8));
    }
}
