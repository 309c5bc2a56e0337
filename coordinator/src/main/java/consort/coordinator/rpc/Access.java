package consort.coordinator.rpc;

import static consort.coordinator.rpc.Access.Role.ADMIN;
import static consort.coordinator.rpc.Access.Role.AUDITOR;
import static consort.coordinator.rpc.Access.Role.BOOTSTRAP;
import static consort.coordinator.rpc.Access.Role.EVICTED;
import static consort.coordinator.rpc.Access.Role.MEMBER;
import static consort.coordinator.rpc.Access.Role.OPERATOR;
import static consort.coordinator.rpc.Access.Role.WORKER;
import static consort.coordinator.rpc.Access.Scope.ANY;
import static consort.coordinator.rpc.Access.Scope.OWN;

import consort.certs.Fingerprint;
import consort.certs.Gate;
import consort.certs.Identity;
import consort.certs.Principal;
import consort.ledger.entry.WorkerId;
import consort.proto.BlobsGrpc;
import consort.proto.EnrollmentGrpc;
import consort.proto.LedgerCopyGrpc;
import consort.proto.MembershipGrpc;
import consort.proto.ModelsGrpc;
import consort.proto.OperatorGrpc;
import consort.proto.RenewalGrpc;
import consort.proto.SessionGrpc;
import consort.proto.WitnessingGrpc;
import io.grpc.MethodDescriptor;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who may call what: the whole table. A method that is not in it is open to nobody, and so is everything to an identity that
 * another authority issued. SECURITY.md shows the table, and a test holds the two equal.
 */
public final class Access implements Gate {

    /** What a caller's certificate makes of it. */
    public enum Role {
        OPERATOR,
        /** Speaks for an organization, with its key. */
        ADMIN,
        /** A person of an organization. */
        MEMBER,
        /** A person of an organization who reads the ledger and nothing else. */
        AUDITOR,
        WORKER,
        /** A worker that the operator put out: it is told so, may leave, and keeps what it needs to be re-admitted. */
        EVICTED,
        /** The holder of an invite. */
        BOOTSTRAP
    }

    /** What a call may be about. */
    public enum Scope {
        /** The caller itself, or the caller's organization: {@link Caller} sees to it. */
        OWN,
        /** Anything. */
        ANY
    }

    private static final Map<String, Map<Role, Scope>> TABLE = table();

    private final Predicate<Fingerprint> issuers;
    private final Predicate<WorkerId> evicted;

    /**
     * @param issuers whether identities of this authority count
     * @param evicted whether the operator put this worker out
     */
    public Access(Predicate<Fingerprint> issuers, Predicate<WorkerId> evicted) {
        this.issuers = issuers;
        this.evicted = evicted;
    }

    private static Map<String, Map<Role, Scope>> table() {
        Map<String, Map<Role, Scope>> table = new LinkedHashMap<>();
        allow(table, EnrollmentGrpc.getDescribeMethod(), OWN, BOOTSTRAP);
        allow(table, EnrollmentGrpc.getEnrollOrganizationMethod(), OWN, BOOTSTRAP);
        allow(table, EnrollmentGrpc.getEnrollWorkerMethod(), OWN, BOOTSTRAP);
        allow(table, EnrollmentGrpc.getEnrollPersonMethod(), OWN, BOOTSTRAP);
        allow(table, RenewalGrpc.getRenewMethod(), OWN, ADMIN, MEMBER, AUDITOR, WORKER, EVICTED);
        allow(table, MembershipGrpc.getAppendMethod(), OWN, ADMIN, WORKER, EVICTED);
        allow(table, MembershipGrpc.getPositionMethod(), OWN, ADMIN, WORKER, EVICTED);
        allow(table, MembershipGrpc.getReportMethod(), OWN, ADMIN, MEMBER, AUDITOR, WORKER, EVICTED);
        allow(table, MembershipGrpc.getStatusMethod(), ANY, OPERATOR);
        allow(table, MembershipGrpc.getStatusMethod(), OWN, ADMIN, MEMBER);
        allow(table, SessionGrpc.getOpenMethod(), OWN, WORKER, EVICTED);
        allow(table, BlobsGrpc.getHeldMethod(), OWN, OPERATOR, WORKER);
        allow(table, BlobsGrpc.getStoreMethod(), OWN, OPERATOR, WORKER);
        allow(table, BlobsGrpc.getFetchMethod(), ANY, OPERATOR, ADMIN, MEMBER, WORKER);
        allow(table, LedgerCopyGrpc.getReadMethod(), ANY, OPERATOR, ADMIN, MEMBER, AUDITOR, WORKER, EVICTED);
        allow(table, LedgerCopyGrpc.getKeysMethod(), ANY, OPERATOR, ADMIN, MEMBER, AUDITOR, WORKER, EVICTED);
        allow(table, WitnessingGrpc.getAttendMethod(), OWN, ADMIN, WORKER);
        allow(table, ModelsGrpc.getListMethod(), ANY, OPERATOR, ADMIN, MEMBER, WORKER);
        allow(table, OperatorGrpc.getInviteMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getSubmitMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getEstimateMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getWithdrawJobMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getStopMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getPauseMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getResumeMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getSetStandingMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getAddCostMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getReverseMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getAdjustMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getReleaseModelMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getEraseMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getClosePeriodMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getResolveMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getSettleMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getStatusMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getAddAuthorityMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getRetireAuthorityMethod(), ANY, OPERATOR);
        allow(table, OperatorGrpc.getRevokeMethod(), ANY, OPERATOR);
        return table;
    }

    private static void allow(Map<String, Map<Role, Scope>> table, MethodDescriptor<?, ?> method, Scope scope, Role... roles) {
        Map<Role, Scope> row = table.computeIfAbsent(method.getFullMethodName(), name -> new EnumMap<>(Role.class));
        for (Role role : roles) {
            row.put(role, scope);
        }
    }

    @Override
    public boolean admits(String fullMethodName, Principal caller) {
        return scope(fullMethodName, caller).isPresent();
    }

    @Override
    public String refusal(String fullMethodName, Principal caller) {
        String refused = Gate.super.refusal(fullMethodName, caller);
        return role(caller).filter(EVICTED::equals).isEmpty() ? refused
                : refused + ": it was evicted by the operator; ask the operator, who can re-admit it";
    }

    /** What a call of this method may be about when this caller makes it; empty when it may not be made. */
    Optional<Scope> scope(String fullMethodName, Principal caller) {
        return role(caller).flatMap(role -> scope(fullMethodName, role));
    }

    /** What the table says; empty when a role may not call the method. */
    public static Optional<Scope> scope(String fullMethodName, Role role) {
        return Optional.ofNullable(TABLE.getOrDefault(fullMethodName, Map.of()).get(role));
    }

    /** The methods of the table, in its order. */
    public static Set<String> methods() {
        return TABLE.keySet();
    }

    private Optional<Role> role(Principal caller) {
        boolean ours = caller.issuer().map(issuers::test).orElse(caller.identity() instanceof Identity.Bootstrap);
        return ours ? role(caller.identity()) : Optional.empty();
    }

    private Optional<Role> role(Identity caller) {
        return switch (caller) {
            case Identity.Operator operator -> Optional.of(OPERATOR);
            case Identity.Organization organization -> Optional.of(ADMIN);
            case Identity.Person person -> Optional.of(switch (person.role()) {
                case MEMBER -> MEMBER;
                case AUDITOR -> AUDITOR;
            });
            case Identity.Worker worker -> Optional.of(evicted.test(Caller.worker(worker)) ? EVICTED : WORKER);
            case Identity.Bootstrap bootstrap -> Optional.of(BOOTSTRAP);
            case Identity.Coordinator coordinator -> Optional.empty();
        };
    }
}
