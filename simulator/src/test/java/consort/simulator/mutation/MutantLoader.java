package consort.simulator.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.util.Set;

/** Loads the project's classes anew, one of them with a change. */
final class MutantLoader extends ClassLoader {

    private static final String PROJECT = "consort.";
    /** Of these none is changed and none knows the others: they are shared with who asks for the mutant. */
    private static final Set<String> SHARED = Set.of("consort.proto.", "consort.settings.");

    static {
        registerAsParallelCapable();
    }

    private final Mutation mutation;

    MutantLoader(Mutation mutation) {
        super(mutation.id(), MutantLoader.class.getClassLoader());
        this.mutation = mutation;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PROJECT) || SHARED.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] original = file.readAllBytes();
            byte[] bytes = name.equals(mutation.type()) ? changed(original) : original;
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private byte[] changed(byte[] original) {
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(getParent()).orElse(ClassHierarchyResolver.defaultResolver())));
        return Change.apply(files, original, mutation.method(), mutation.change());
    }
}
