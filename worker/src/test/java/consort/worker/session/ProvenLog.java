package consort.worker.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.proto.CoordinatorMessage;
import consort.proto.EntryProof;
import consort.proto.InclusionPath;
import consort.proto.Proof;
import consort.worker.trust.Chain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A log of leaves, and the proofs that its coordinator gives. */
final class ProvenLog {

    private final List<Hash> leaves = new ArrayList<>();
    private final Prover prover = new Prover((height, index) ->
            TreeHash.perfect(leaves.subList((int) (index << height), (int) (index + 1 << height))));
    SignerKey key = Chain.FIRST;

    /** With other leaves the more they are; {@code salt} makes another log. */
    ProvenLog grow(long size, String salt) {
        while (leaves.size() < size) {
            leaves.add(TreeHash.leaf((salt + leaves.size()).getBytes()));
        }
        return this;
    }

    /** Holds what a receipt names at its place, and others before it. */
    ProvenLog holding(ByteString receipt) {
        for (Receipted one : Receipts.parse(receipt.toByteArray()).entries()) {
            grow(one.index() + 1, "other");
            leaves.set((int) one.index(), one.leafHash());
        }
        return this;
    }

    SignedCheckpoint checkpoint() {
        return SignedCheckpoint.sign(new Checkpoint(Chain.ORIGIN, leaves.size(), prove(() -> prover.root(leaves.size()))), key);
    }

    /** The newest checkpoint, after one of so many entries. */
    Proof.Builder proof(long knownSize) {
        Proof.Builder proof = Proof.newBuilder().setKnownSize(knownSize)
                .setCheckpoint(ByteString.copyFrom(checkpoint().bytes()));
        return knownSize > leaves.size() ? proof
                : proof.addAllConsistency(bytes(prove(() -> prover.consistency(knownSize, leaves.size()))));
    }

    EntryProof entry(long seq, long... indexes) {
        EntryProof.Builder entry = EntryProof.newBuilder().setSeq(seq);
        for (long index : indexes) {
            entry.addPaths(InclusionPath.newBuilder().addAllHashes(bytes(prove(() -> prover.inclusion(index, leaves.size())))));
        }
        return entry.build();
    }

    static CoordinatorMessage message(Proof.Builder proof) {
        return CoordinatorMessage.newBuilder().setProof(proof).build();
    }

    private interface Proving<T> {
        T proven() throws IOException;
    }

    private static <T> T prove(Proving<T> proving) {
        try {
            return proving.proven();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<ByteString> bytes(List<Hash> hashes) {
        return hashes.stream().map(hash -> UnsafeByteOperations.unsafeWrap(hash.bytes())).toList();
    }
}
