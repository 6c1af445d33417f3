using System.Threading.Channels;
using AppHost.Host.Control.Http;

namespace AppHost.Tests.Control.Http;

/// <summary>Answers when the test says so.</summary>
internal sealed class HeldApi : IHttpApi
{
    private readonly TaskCompletionSource<HttpReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();

    public HttpRefusal? Refusal { get; set; }

    /// <summary>Who asked last.</summary>
    public HttpCaller? Caller { get; private set; }

    public void Release() => _reply.SetResult(HttpReply.Text(200, "ok"));

    public void Fail() => _reply.SetException(new InvalidOperationException("a bug"));

    /// <summary>Waits until so many have asked.</summary>
    public async Task AskedAsync(int times)
    {
        for (int i = 0; i < times; i++) await _asked.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a request was cancelled.</summary>
    public Task CancelledAsync() => _cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);

    public HttpRefusal? Refuse(HttpCaller caller) => Refusal;

    public HttpReply Explain(HttpRefusal refusal) => HttpReply.Text(refusal.Status, refusal.Problem);

    public async Task<HttpReply> AnswerAsync(HttpRequest request, HttpCaller caller, CancellationToken cancellationToken)
    {
        Caller = caller;
        _asked.Writer.TryWrite(true);
        try
        {
            return await _reply.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }
}
