package consort.coordinator.rpc;

import static consort.coordinator.rpc.Access.Role.BOOTSTRAP;
import static consort.coordinator.rpc.Access.Role.OPERATOR;
import static consort.coordinator.rpc.Access.Role.ORGANIZATION;
import static consort.coordinator.rpc.Access.Role.WORKER;

import consort.certs.Gate;
import consort.certs.Identity;
import consort.proto.BlobsGrpc;
import consort.proto.EnrollmentGrpc;
import consort.proto.LedgerCopyGrpc;
import consort.proto.MembershipGrpc;
import consort.proto.ModelsGrpc;
import consort.proto.OperatorGrpc;
import consort.proto.RenewalGrpc;
import consort.proto.SessionGrpc;
import io.grpc.MethodDescriptor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call what: the whole table. A method that is not in it is open to nobody. */
public final class Access implements Gate {

    /** What a caller's certificate makes of it. */
    public enum Role {
        OPERATOR, ORGANIZATION, WORKER, BOOTSTRAP
    }

    /** The table of this release. */
    public static final Access TABLE = new Access();

    private final Map<String, Set<Role>> table = new HashMap<>();

    private Access() {
        allow(EnrollmentGrpc.getDescribeMethod(), BOOTSTRAP);
        allow(EnrollmentGrpc.getEnrollOrganizationMethod(), BOOTSTRAP);
        allow(EnrollmentGrpc.getEnrollWorkerMethod(), BOOTSTRAP);
        allow(RenewalGrpc.getRenewMethod(), OPERATOR, ORGANIZATION, WORKER);
        allow(MembershipGrpc.getAppendMethod(), ORGANIZATION);
        allow(MembershipGrpc.getPositionMethod(), ORGANIZATION);
        allow(SessionGrpc.getOpenMethod(), WORKER);
        allow(BlobsGrpc.getHeldMethod(), OPERATOR, WORKER);
        allow(BlobsGrpc.getStoreMethod(), OPERATOR, WORKER);
        allow(BlobsGrpc.getFetchMethod(), OPERATOR, ORGANIZATION, WORKER);
        allow(LedgerCopyGrpc.getReadMethod(), OPERATOR, ORGANIZATION, WORKER);
        allow(LedgerCopyGrpc.getKeysMethod(), OPERATOR, ORGANIZATION, WORKER);
        allow(ModelsGrpc.getListMethod(), OPERATOR, ORGANIZATION, WORKER);
        allow(OperatorGrpc.getInviteMethod(), OPERATOR);
        allow(OperatorGrpc.getSubmitMethod(), OPERATOR);
        allow(OperatorGrpc.getStopMethod(), OPERATOR);
        allow(OperatorGrpc.getClosePeriodMethod(), OPERATOR);
        allow(OperatorGrpc.getStatusMethod(), OPERATOR);
    }

    private void allow(MethodDescriptor<?, ?> method, Role first, Role... others) {
        table.put(method.getFullMethodName(), EnumSet.of(first, others));
    }

    @Override
    public boolean admits(String fullMethodName, Identity caller) {
        return role(caller).map(role -> admits(fullMethodName, role)).orElse(false);
    }

    /** Whether the table lets a role call a method. */
    public boolean admits(String fullMethodName, Role role) {
        return table.getOrDefault(fullMethodName, Set.of()).contains(role);
    }

    /** The methods of the table. */
    public Set<String> methods() {
        return Set.copyOf(table.keySet());
    }

    private static Optional<Role> role(Identity caller) {
        return switch (caller) {
            case Identity.Operator operator -> Optional.of(OPERATOR);
            case Identity.Organization organization -> Optional.of(ORGANIZATION);
            case Identity.Worker worker -> Optional.of(WORKER);
            case Identity.Bootstrap bootstrap -> Optional.of(BOOTSTRAP);
            case Identity.Coordinator coordinator -> Optional.empty();
        };
    }
}
