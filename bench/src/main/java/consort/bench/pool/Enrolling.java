package consort.bench.pool;

import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Now;
import consort.coordinator.core.Reply;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.loop.Engine;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.LoopThread;
import consort.coordinator.loop.Requests;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Enrolls many workers at once, before a coordinator serves its folder: their entries go through the same loop, which syncs many of
 * them together, and their certificates are by the same authority. What is spared is the commands and a connection for each.
 */
final class Enrolling implements AutoCloseable {

    /** The ledger admits 96, and 128 workers of each. Those of one enroll one after another, so many are quick. */
    private static final int MOST_ORGANIZATIONS = 90;
    private static final int INBOX = 1024;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Founding founding;
    private final Authority authority;
    private final Engine engine;
    private final Inbox inbox = new Inbox(INBOX);
    private final Requests requests = new Requests(inbox);
    private final LoopThread loop;
    private final String charter;
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final SecureRandom random = new SecureRandom();

    Enrolling(Founding founding) throws IOException {
        this.founding = founding;
        Path keys = founding.operator().resolve("keys");
        this.authority = Authority.load(keys, random);
        this.engine = Engine.open(new Engine.Parts(new FileDisk(founding.operator().resolve("ledger")),
                LogKeyring.of(logKey(keys.resolve("log.key"))), random, "consort bench", digest -> 0, () -> Ephemeral.Surroundings.NONE), now());
        this.charter = engine.state().charterDigest();
        this.loop = new LoopThread(engine, inbox, Enrolling::now, this::perform, failed::complete);
        loop.start();
    }

    private static SignerKey logKey(Path file) throws IOException {
        try {
            return SignerKey.parse(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (MalformedNoteException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    /** Enrolls so many workers, of as many organizations as they need. */
    List<Enrolled> workers(int count) throws InterruptedException, ExecutionException {
        List<Future<List<Enrolled>>> enrolling = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int each = Math.ceilDiv(count, MOST_ORGANIZATIONS);
            for (int from = 0; from < count; from += each) {
                String organization = "crowd" + from / each;
                int of = Math.min(each, count - from);
                enrolling.add(threads.submit(() -> organization(organization, of)));
            }
        }
        List<Enrolled> enrolled = new ArrayList<>();
        for (Future<List<Enrolled>> some : enrolling) {
            enrolled.addAll(some.get());
        }
        return enrolled;
    }

    private List<Enrolled> organization(String organization, int workers) {
        long expires = System.currentTimeMillis() + DAY_MILLIS;
        SignerKey own = key(KeyNames.organization(Founding.ORIGIN, organization));
        String invite = hash(organization);
        ask(ticket -> new Event.Invite(ticket, organization, invite, expires, 1, 1));
        byte[] acceptance = Entries.sign(Founding.DOMAIN, new Acceptance(System.currentTimeMillis(), organization, 1, charter, 1, 1), own);
        ask(ticket -> new Event.EnrollOrganization(ticket, invite, own.verifierKey().toString(), acceptance));
        List<Enrolled> enrolled = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            enrolled.add(worker(new WorkerId(organization, "w" + i), own, i + 1, expires));
        }
        return enrolled;
    }

    private Enrolled worker(WorkerId worker, SignerKey organization, long seq, long expires) {
        SignerKey invite = key(KeyNames.invite(Founding.ORIGIN, worker));
        byte[] invitation = Entries.sign(Founding.DOMAIN, Key.workerInvite(System.currentTimeMillis(), worker, seq,
                invite.verifierKey().toString(), hash(worker.toString()), expires), organization);
        ask(ticket -> new Event.AppendEntry(ticket, Subject.ofOrganization(worker.organization()), invitation));
        byte[] entry = Entries.sign(Founding.DOMAIN, Key.worker(System.currentTimeMillis(), worker,
                key(KeyNames.worker(Founding.ORIGIN, worker)).verifierKey().toString()), invite);
        Reply reply = ask(ticket -> new Event.EnrollWorker(ticket, hash(worker.toString()), entry));
        if (reply instanceof Reply.Enrolled enrolled) {
            return new Enrolled(founding.address(), credential(worker, enrolled.indices().getFirst()), authority.certificate());
        }
        throw new IllegalStateException("worker " + worker + " was not enrolled: " + reply);
    }

    private Credential credential(WorkerId worker, long entry) {
        Identity.Worker identity = new Identity.Worker(new Name(Founding.CONSORTIUM), new Name(worker.organization()),
                new Name(worker.worker()));
        PendingCredential pending = PendingCredential.create(random);
        Instant now = Instant.now();
        return pending.complete(authority.issue(SigningRequest.parse(pending.signingRequest()), identity, entry, Duration.ofDays(1), now),
                authority.certificate().fingerprint(), identity, now);
    }

    private Reply ask(LongFunction<Event.Request> request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        requests.ask(request, reply::complete);
        failed.thenAccept(reply::completeExceptionally);
        Reply answer = reply.join();
        if (answer instanceof Reply.Refused) {
            throw new IllegalStateException("the ledger refused: " + answer);
        }
        return answer;
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Answer answer) {
            requests.answer(answer);
        }
    }

    /** Of no secret: whoever has the program has all keys. */
    private static SignerKey key(String name) {
        return SignerKey.fromSeed(name, Arrays.copyOf(hash(name).getBytes(StandardCharsets.US_ASCII), SignerKey.SEED_BYTES));
    }

    private static String hash(String what) {
        return Document.digest(what.getBytes(StandardCharsets.UTF_8));
    }

    private static Now now() {
        return new Now(System.currentTimeMillis(), System.nanoTime() / 1_000_000);
    }

    @Override
    public void close() throws IOException {
        try {
            loop.stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        engine.close();
        if (failed.isDone()) {
            throw new IOException("the loop failed", failed.join());
        }
    }
}
