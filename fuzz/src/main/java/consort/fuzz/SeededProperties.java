package consort.fuzz;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/// Gives the properties of jqwik their [Seed], in each module that has this one among its tests' dependencies.
public final class SeededProperties implements AroundPropertyHook {
    /// Outside of what else stands around a property.
    private static final int OUTERMOST = -100;

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
        return OUTERMOST;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        if (!Seed.isRandom() && context.attributes().seed().isEmpty()) {
            context.attributes().setSeed(Long.toString(Seed.get()));
        }
        return property.execute();
    }
}
