/// Which keys sign for the ledger, as a member or worker learns it over time. Pure: it decides from what it is given.
///
/// A folder trusts the key that it was told at joining. Later keys follow from it, each signed in by the one before, so that
/// what a coordinator passes on needs no trust in the coordinator.
package consort.worker.trust;
