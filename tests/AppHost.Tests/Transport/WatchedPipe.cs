using System.IO.Pipes;
using AppHost.Worker.Interop;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

/// <summary>A pipe whose reading end is registered with a loop.</summary>
internal sealed class WatchedPipe(RunningLoop loop, Action<uint> onReady, bool first = false) : IReadyHandler, IDisposable
{
    private readonly AnonymousPipeServerStream _writer = new(PipeDirection.Out);
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopRegistration _registration;
    private bool _registered;

    /// <summary>Completes when the handler has been called.</summary>
    public Task Handled => _handled.Task;

    private int Descriptor => (int)_writer.ClientSafePipeHandle.DangerousGetHandle();

    public void Write() => _writer.WriteByte(1);

    public Task RegisterAsync() => loop.RunAsync(Register);

    public void Register()
    {
        _registration = loop.Loop.Add(Descriptor, EpollEvent.In, this, first);
        _registered = true;
    }

    public void Unregister()
    {
        if (_registered) loop.Loop.Remove(Descriptor, _registration);
        _registered = false;
    }

    public void OnReady(uint events)
    {
        // Once: the byte is never read, so that it would be called for ever.
        Unregister();
        _handled.TrySetResult();
        onReady(events);
    }

    public void Dispose()
    {
        loop.RunAsync(Unregister).GetAwaiter().GetResult();
        _writer.Dispose();
    }
}
