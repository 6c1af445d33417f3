using System.Reflection;
using AppHost.WorkerTypes;
using AppHost.WorkerTypes.Async;
using AppHost.WorkerTypes.Sync;
using AppHost.WorkerTypes.Threaded;

namespace AppHost.Tests.WorkerTypes;

public sealed class WorkerTypeFactoryTests
{
    private static readonly string Dll = typeof(WorkerTypeFactoryTests).Assembly.Location;
    private static readonly string Folder = Path.GetDirectoryName(Dll)!;

    private readonly List<string> _loaded = [];

    [Theory]
    [InlineData("sync", typeof(SyncWorkerType))]
    [InlineData("threaded", typeof(ThreadedWorkerType))]
    [InlineData(" async ", typeof(AsyncWorkerType))]
    public void A_built_in_worker_class_is_made_without_loading_anything(string name, Type expected)
    {
        Assert.IsType(expected, Create(name));
        Assert.Empty(_loaded);
    }

    [Fact]
    public void A_type_of_a_dll_is_made_and_a_relative_path_starts_at_the_base_folder()
    {
        Assert.IsType<Custom>(Create($"{typeof(Custom).FullName}, {Path.GetFileName(Dll)}"));
        Assert.IsType<Custom>(Create($" {typeof(Custom).FullName} ,{Dll} "));
        Assert.Equal([Dll, Dll], _loaded);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_built_in_ones_and_the_nearest() =>
        AssertFails("thredded", "sync, threaded, async", "Did you mean threaded?", "Namespace.Type, path/to.dll");

    [Fact]
    public void A_name_like_none_is_not_guessed_at() =>
        Assert.DoesNotContain("Did you mean", AssertFails("gevent", "sync, threaded, async"), StringComparison.Ordinal);

    [Theory]
    [InlineData(", x.dll")]
    [InlineData("My.Type,")]
    [InlineData(",")]
    public void Half_a_type_name_is_refused(string name) => AssertFails(name, "expected `Namespace.Type, path/to.dll`");

    [Fact]
    public void A_missing_dll_is_named_with_its_full_path() =>
        AssertFails("My.Type, lib/none.dll", $"{Path.Combine(Folder, "lib", "none.dll")} does not exist");

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        string file = Path.GetTempFileName();
        try
        {
            AssertFails($"My.Type, {file}", "is not a .NET assembly", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_missing_type_is_answered_with_the_worker_classes_of_the_dll_and_the_nearest()
    {
        string name = typeof(Custom).FullName!;
        string message = AssertFails($"{name}s, {Dll}", $"no type `{name}s`", $"Did you mean {name}?");
        Assert.DoesNotContain(nameof(WithArguments), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(WorkerTypeFactoryTests), "does not implement AppHost.IWorkerType")]
    [InlineData(typeof(WithArguments), "no public constructor without parameters")]
    [InlineData(typeof(WithPrivateConstructor), "no public constructor without parameters")]
    [InlineData(typeof(Unfinished), "is abstract")]
    [InlineData(typeof(Open<>), "open generic type")]
    [InlineData(typeof(IContract), "an interface")]
    [InlineData(typeof(Throwing), "threw ArgumentException: no licence")]
    public void A_type_that_cannot_be_made_is_refused_with_the_reason(Type type, string reason) =>
        AssertFails($"{type.FullName}, {Dll}", type.FullName!, reason);

    private IWorkerType Create(string name) => new WorkerTypeFactory(path =>
    {
        _loaded.Add(path);
        return path == Dll ? Assembly.GetExecutingAssembly() : Assembly.LoadFile(path);
    }).Create(name, Folder);

    private string AssertFails(string name, params string[] parts)
    {
        WorkerTypeException exception = Assert.Throws<WorkerTypeException>(() => Create(name));
        Assert.StartsWith($"worker-class `{name}`: ", exception.Message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        return exception.Message;
    }

    public interface IContract : IWorkerType;

    public class Custom : IWorkerType
    {
        public int Slots => 1;

        public ValueTask StartAsync(WorkerTypeContext context, CancellationToken cancellationToken) => default;

        public Task ExecuteAsync(IWorkerRequest request) => request.RunAsync();

        public ValueTask StopAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            return default;
        }
    }

    public abstract class Unfinished : Custom;

    public sealed class Open<T> : Custom
    {
        public T? Value { get; set; }
    }

    public sealed class WithArguments(int slots) : Custom
    {
        public int Given => slots;
    }

    public sealed class WithPrivateConstructor : Custom
    {
        private WithPrivateConstructor()
        {
        }
    }

    public sealed class Throwing : Custom
    {
        public Throwing() => throw new ArgumentException("no licence");
    }
}
