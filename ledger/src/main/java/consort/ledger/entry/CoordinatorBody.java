package consort.ledger.entry;

/** Signed by the log key. Its time never decreases from entry to entry: it is <em>ledger time</em>. */
public sealed interface CoordinatorBody extends Body
        permits Charter, CoordinatorStarted, Invitation, Member, Job, JobWithdrawn, RunStarted, RoundOpened, Lease, Observation,
                LeaseEnded, RoundClosed, RoundAbandoned, RunPaused, RunResumed, RunEnded, Standing, ExternalCost, PeriodClose, Finding,
                AccessUsed, Revocation, Authority, LogKey, Resolution, SettlementInstruct, CoordinatorErasure, ModelRelease, Reversal, Journal {
}
