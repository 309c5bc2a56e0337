package consort.coordinator.loop;

import com.google.protobuf.UnsafeByteOperations;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Reply;
import consort.coordinator.logkey.LogSigner;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.PartyEntryView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.log.LogStore;
import consort.ledger.merkle.TreeHash;
import consort.proto.CoordinatorMessage;
import consort.proto.Receipt;
import consort.proto.Task;
import consort.proto.Welcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Turns what the core wants said into what is sent: tasks with their entries, signed receipts, and proofs when they can be made. */
final class Resolver {

    private final State state;
    private final LogStore log;
    private final LogSigner signer;
    private final ToLongFunction<String> modelSizeBytes;
    private final AwaitedProofs awaitedProofs;

    Resolver(State state, LogStore log, LogSigner signer, ToLongFunction<String> modelSizeBytes) {
        this.state = state;
        this.log = log;
        this.signer = signer;
        this.modelSizeBytes = modelSizeBytes;
        this.awaitedProofs = new AwaitedProofs(state);
    }

    /** @param trust what the ledger says about whom to trust, as of these effects */
    List<Effect> resolve(List<Effect> effects, LedgerAuthorities trust) throws IOException {
        List<Effect> resolved = new ArrayList<>();
        Tasks tasks = new Tasks();
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendTask send -> resolved.add(tasks.of(send));
                case Effect.SendReceipt send -> receipt(send).ifPresent(resolved::add);
                case Effect.SendProof send -> awaitedProofs.add(send);
                case Effect.Prove prove -> resolved.add(prove);
                case Effect.Answer answer -> resolved.add(new Effect.Answer(answer.ticket(), reply(answer.reply())));
                case Effect.Publish publish -> { }
                case Effect.Send send -> resolved.add(send.message().hasWelcome() ? welcome(send, trust) : send);
                case Effect.BarSession bar -> resolved.add(bar);
                case Effect.CloseSession close -> resolved.add(close);
                case Effect.CutOff cut -> resolved.add(cut);
                case Effect.AuthoritiesChanged changed -> resolved.add(changed);
                case Effect.CheckModel check -> resolved.add(check);
                case Effect.CheckUpdate check -> resolved.add(check);
                case Effect.Aggregate aggregate -> resolved.add(aggregate);
                case Effect.FindModel find -> resolved.add(find);
                case Effect.ListBlobs list -> resolved.add(list);
                case Effect.DeleteBlobs delete -> resolved.add(delete);
            }
        }
        resolved.addAll(awaitedProofs.covered(log.published()));
        return resolved;
    }

    /**
     * Where the log's key was replaced, whoever comes back learns it before anything that the new one signed. Authorities are told as
     * well, since what stands before a key's entry is not believed once that key is known.
     */
    private Effect welcome(Effect.Send send, LedgerAuthorities trust) {
        if (state.logKeys().rotations().isEmpty()) {
            return send;
        }
        Welcome welcome = send.message().getWelcome().toBuilder()
                .addAllTrustEntries(trust.entries().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                .addAllAuthorities(trust.certificates().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                .build();
        return new Effect.Send(send.worker(), send.session(), send.message().toBuilder().setWelcome(welcome).build());
    }

    /** Tasks of one call: what those of a run have in common, and each model's size, is looked up once for a whole cohort. */
    private final class Tasks {

        private final Map<Long, Task> commons = new HashMap<>();
        private final Map<String, Long> sizes = new HashMap<>();

        Effect of(Effect.SendTask send) throws IOException {
            LeaseView view = state.lease(send.lease()).orElseThrow();
            Lease lease = view.lease();
            Task task = common(lease.run()).toBuilder()
                    .setLease(lease.lease())
                    .setRun(lease.run())
                    .setRound(lease.round())
                    .setKind(lease.kind().text())
                    .setTrainer(lease.trainer())
                    .setData(lease.data())
                    .setModel(lease.model())
                    .setModelSizeBytes(sizes.computeIfAbsent(lease.model(), modelSizeBytes::applyAsLong))
                    .setSteps(lease.steps())
                    .setSeed(lease.seed())
                    .setDurationMillis(lease.durationMillis())
                    .setDevices(lease.devices())
                    .setLeaseEntry(UnsafeByteOperations.unsafeWrap(log.entry(view.index())))
                    .build();
            return new Effect.Send(send.worker(), send.session(), CoordinatorMessage.newBuilder().setTask(task).build());
        }

        private Task common(long number) throws IOException {
            Task known = commons.get(number);
            if (known != null) {
                return known;
            }
            RunView run = state.runs().get(number);
            JobDocument job = run.job();
            Task common = Task.newBuilder()
                    .addAllTrainable(job.trainable())
                    .setSettings(job.settings().canonicalText())
                    .setMaxUpdateBytes(job.maxUpdateBytes())
                    .setRunEntry(UnsafeByteOperations.unsafeWrap(log.entry(run.models().getFirst().index())))
                    .setJobEntry(UnsafeByteOperations.unsafeWrap(log.entry(state.jobEntry(run.jobDigest()))))
                    .build();
            commons.put(number, common);
            return common;
        }
    }

    /** Empty when the worker was revoked in the same step: there is no stream to send it on. */
    private Optional<Effect> receipt(Effect.SendReceipt send) throws IOException {
        Optional<PartyEntryView> entered = Optional.ofNullable(state.workers().get(send.worker()))
                .flatMap(worker -> state.entryAt(worker.key(), send.seq()));
        if (entered.isEmpty()) {
            return Optional.empty();
        }
        PartyEntryView held = entered.get();
        long observation = held.observation().orElseThrow().index();
        Receipt receipt = Receipt.newBuilder()
                .setSeq(send.seq())
                .setNote(UnsafeByteOperations.unsafeWrap(Receipts.sign(signer.keys(), held.receipted())))
                .setObservation(UnsafeByteOperations.unsafeWrap(log.entry(observation)))
                .build();
        return Optional.of(new Effect.Send(
                send.worker(), send.session(), CoordinatorMessage.newBuilder().setReceipt(receipt).build()));
    }

    private Reply reply(Reply reply) throws IOException {
        return switch (reply) {
            case Reply.Receipted receipted -> new Reply.Receipt(sign(receipted.indices()));
            case Reply.Enrolled enrolled -> new Reply.Enrolled(
                    enrolled.invite(), enrolled.indices(), sign(enrolled.indices()));
            default -> reply;
        };
    }

    private byte[] sign(List<Long> indices) throws IOException {
        List<Receipted> entries = new ArrayList<>();
        for (long index : indices) {
            entries.add(new Receipted(index, TreeHash.leaf(log.entry(index))));
        }
        return Receipts.sign(signer.keys(), entries);
    }
}
