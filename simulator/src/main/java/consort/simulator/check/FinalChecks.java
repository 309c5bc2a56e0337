package consort.simulator.check;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.confidential.ConfidentialStore;
import consort.ledger.disk.Disk;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Commitments;
import consort.ledger.entry.Opening;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.note.UnverifiedNoteException;
import consort.simulator.ViolationException;
import consort.worker.confidential.SiteConfidences;
import consort.worker.outbox.ProofFiles;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What must hold when all faults are over and all work is done: seen by an auditor, and by the workers. */
public final class FinalChecks {

    private final LedgerWatch watch;
    private final Disk ledger;
    private final Trust trust;
    /** All receipts that were handed out, and the proofs that workers keep. */
    private final SimulatedDisk held = new SimulatedDisk(new SplittableRandom(0));

    /** @param ledger the coordinator's disk, of which only the files for everybody are read */
    public FinalChecks(LedgerWatch watch, Disk ledger, Trust trust) {
        this.watch = watch;
        this.ledger = ledger;
        this.trust = trust;
    }

    /**
     * The ledger passes the audit with every receipt that was handed out and every proof that was seen, and every checkpoint leads to
     * the last one.
     */
    public void requireAudit() throws IOException {
        for (int i = 0; i < watch.receipts().size(); i++) {
            held.create(Integer.toString(i), watch.receipts().get(i));
        }
        AuditVerdict verdict = Auditor.of(TileSource.of(ledger)).trusting(trust).withReceipts(held).run();
        if (!(verdict instanceof AuditVerdict.Verified)) {
            throw new ViolationException("the audit found: " + verdict);
        }
        LogReader reader = new LogReader(TileSource.of(ledger));
        SignedCheckpoint newest = reader.checkpoint();
        if (newest.checkpoint().size() != watch.size()) {
            throw new ViolationException("the newest checkpoint has " + newest.checkpoint().size() + " of " + watch.size()
                    + " entries, long after the last of them");
        }
        for (SignedCheckpoint older : watch.checkpoints()) {
            requirePrefix(reader, older, newest);
        }
        for (Map.Entry<Long, Hash> receipt : watch.receipted().entrySet()) {
            requireProof(reader, receipt.getKey(), receipt.getValue(), newest);
        }
    }

    private static void requirePrefix(LogReader reader, SignedCheckpoint older, SignedCheckpoint newest) throws IOException {
        long size = older.checkpoint().size();
        if (!ProofVerifier.consistent(size, older.checkpoint().root(), newest.checkpoint().size(), newest.checkpoint().root(),
                reader.proveConsistency(size, newest.checkpoint()))) {
            throw new ViolationException("the checkpoint of size " + size + " is no prefix of the newest one");
        }
    }

    private void requireProof(LogReader reader, long index, Hash leaf, SignedCheckpoint newest) throws IOException {
        try {
            reader.proof(newest, index).verify(leaf, trust.logKey());
        } catch (UnverifiedNoteException contradicted) {
            throw new ViolationException("the receipt of entry " + index + " is not proven: " + contradicted.getMessage());
        }
    }

    /** A worker can open all that its claims in the ledger commit to, and keeps nothing else. */
    public void requireOpenings(WorkerId worker, Disk disk) throws IOException {
        ConfidentialStore store = SiteConfidences.open(disk);
        Set<String> committed = new TreeSet<>();
        for (UsageClaim claim : watch.entries().claims(worker)) {
            String name = Long.toString(claim.seq());
            Commitments opened = Opening.commitments(store.read(name).openings());
            if (!claim.priv().isEmpty() && !claim.priv().equals(opened)) {
                throw new ViolationException(worker + " cannot open what its claim " + claim.seq() + " commits to");
            }
            committed.add(name);
        }
        if (!committed.containsAll(store.names())) {
            throw new ViolationException(worker + " keeps openings of " + store.names() + ", and its claims are " + committed);
        }
    }

    /** A worker holds a receipt for each of its claims in the ledger, and for nothing else; and proofs of all of them. */
    public void requireReceipts(WorkerId worker, Disk disk) throws IOException {
        Set<Long> kept = new TreeSet<>();
        for (String name : disk.list("receipts")) {
            byte[] bytes = disk.readAll("receipts/" + name, SignedCheckpoint.MAX_BYTES);
            if (name.equals(SignedCheckpoint.PATH)) {
                LogReader reader = new LogReader(TileSource.of(ledger));
                requirePrefix(reader, SignedCheckpoint.parse(bytes), reader.checkpoint());
            } else if (name.endsWith(TlogProof.SUFFIX)) {
                held.create(worker.toString().replace('/', '-') + "-" + name, bytes);
            } else {
                kept.add(Long.parseLong(name));
                watch.receipt(bytes);
            }
        }
        if (!new ProofFiles(disk).lacking().isEmpty()) {
            throw new ViolationException(worker + " has no proofs of " + new ProofFiles(disk).lacking());
        }
        Set<Long> claimed = new TreeSet<>(watch.entries().claimedSeqs(worker));
        if (!kept.equals(claimed)) {
            throw new ViolationException(worker + " holds receipts for its claims " + kept + "; the ledger has " + claimed);
        }
    }
}
