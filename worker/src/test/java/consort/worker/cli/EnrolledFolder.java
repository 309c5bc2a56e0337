package consort.worker.cli;

import consort.certs.Address;
import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.Identity;
import consort.certs.Name;
import consort.ledger.audit.Trust;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.note.SignerKey;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.BlobServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Folders as joining leaves them, for a coordinator of the tests. */
final class EnrolledFolder {

    static final Name POOL = new Name("pool");
    static final Name ACME = new Name("acme");

    private static final String ORIGIN = "pool.example/pool";

    private EnrolledFolder() {
    }

    /**
     * That of the organization acme, while two certificate authorities count.
     *
     * @param from when its certificate, of a day, was issued
     * @param port where its coordinator is to be
     */
    static PartyFolder organization(Path root, BlobServer server, int port, Instant from) {
        PartyFolder folder = folder(root, server, port, KeyNames.organization(ORIGIN, "acme"), Optional.empty());
        server.credential(new Identity.Organization(POOL, ACME), from).save(folder.credentialFile());
        Authorities counting = new Authorities(List.of(server.authority(),
                Authority.found(POOL, Duration.ofDays(1), Instant.now(), new SecureRandom()).certificate()));
        folder.save(folder.trust().counting(counting.certificates().stream().map(one -> one.fingerprint().hex()).toList()), counting);
        return folder;
    }

    /** That of worker acme/w1, of whose trainer the charter wants a benchmark. */
    static PartyFolder worker(Path root, BlobServer server, int port, Instant from) throws IOException {
        PartyFolder folder = folder(root, server, port, KeyNames.worker(ORIGIN, WorkerId.parse("acme/w1")), Optional.of("w1"));
        server.credential(new Identity.Worker(POOL, ACME, new Name("w1")), from).save(folder.credentialFile());
        KeptCharter.keep(folder, charter());
        Files.writeString(folder.workerYaml(), "trainers: {cnn: {command: [/bin/false]}}\ndata: {train: /tmp}\n");
        return folder;
    }

    private static PartyFolder folder(Path root, BlobServer server, int port, String key, Optional<String> worker) {
        PartyFolder folder = new PartyFolder(root);
        folder.save(SignerKey.fromSeed(key, new byte[SignerKey.SEED_BYTES]));
        folder.save(new Trust(SignerKey.fromSeed(ORIGIN, new byte[SignerKey.SEED_BYTES]).verifierKey(), charter().digest(),
                server.authority().fingerprint().hex()));
        folder.save(folder.trust(), Authorities.of(server.authority()));
        folder.save(new Enrolled(new Address("localhost", port), "acme", worker, Optional.empty()));
        return folder;
    }

    private static CharterDocument charter() {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 100), 0, Witnessing.NONE, 14,
                List.of(new ReferenceSpeed("cnn", "train", 10, 5_000, JsonObject.EMPTY)));
    }
}
