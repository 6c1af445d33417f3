using System.IO.Pipelines;
using AppHost.Worker.Dispatch.Lanes;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch;

/// <summary>
/// Stands between Kestrel and the worker class: admits, accounts, and hands each request over. Thread-safe.
/// </summary>
/// <typeparam name="TContext">The context of the app behind the worker class.</typeparam>
internal sealed class RequestDispatcher<TContext>(
    IHttpApplication<TContext> app, IWorkerType workerType, DispatchServices services, ILogger logger)
    : IHttpApplication<WorkerRequest<TContext>>
    where TContext : notnull
{
    /// <summary>Makes the request of one connection or HTTP/2 stream, or takes the one used there before.</summary>
    public WorkerRequest<TContext> CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps the context beside the connection, so that a kept connection costs no new objects.
        if (contextFeatures is not IHostContextContainer<WorkerRequest<TContext>> container)
        {
            return new WorkerRequest<TContext>(app, services, logger, contextFeatures);
        }

        if (services.BuffersBody && container.HostContext is { } previous)
        {
            return container.HostContext = new WorkerRequest<TContext>(previous, contextFeatures);
        }

        WorkerRequest<TContext> request = container.HostContext ??= new WorkerRequest<TContext>(app, services, logger, contextFeatures);
        request.Reset(contextFeatures);
        return request;
    }

    /// <summary>Runs one request to its end.</summary>
    public Task ProcessRequestAsync(WorkerRequest<TContext> context)
    {
        // Before the response starts: HTTP/1.1 then says Connection: close, HTTP/2 sends GOAWAY.
        if ((services.Worker.Draining.IsCancellationRequested && !context.HasSuccessor) || context.EndsForBalance)
        {
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        return services.BuffersBody && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            ? BufferThenExecuteAsync(context)
            : Execute(context);
    }

    /// <summary>Ends the app's context.</summary>
    public void DisposeContext(WorkerRequest<TContext> context, Exception? exception)
    {
        // The answer has been sent, or never will be.
        services.AccessLog?.Write(context.ToLogEntry());
        context.DisposeAppContext(exception);
    }

    private Task Execute(WorkerRequest<TContext> request)
    {
        Task running = services.Lanes is { } lanes ? ExecuteInLane(request, lanes) : ExecuteAlone(request);
        request.HasArrived();
        return running;
    }

    private Task ExecuteAlone(WorkerRequest<TContext> request)
    {
        request.Arrive();
        return request.TakeRefusal() is { } refusal ? request.RejectAsync(refusal) : workerType.ExecuteAsync(request);
    }

    private static Task ExecuteInLane(WorkerRequest<TContext> request, RequestLanes lanes)
    {
        RequestLane lane = lanes.Select(request.Features.GetRequiredFeature<IHttpRequestFeature>());
        request.Arrive(lane);
        return lanes.Admits(lane) ? lane.Pool.WorkerType.ExecuteAsync(request) : request.RejectAsync(RejectReason.RateLimit);
    }

    /// <summary>
    /// A thread is given to a request when its body is there, or as much of it as the buffer holds: a slow client keeps
    /// the loop waiting, which costs nothing, and not a thread.
    /// </summary>
    private async Task BufferThenExecuteAsync(WorkerRequest<TContext> request)
    {
        PipeReader body = request.Features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await body.ReadAsync();
            }
            catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException)
            {
                // The client left amid its request: nobody's error. Kestrel must not try to read on from its connection.
                request.Features.Get<IHttpRequestLifetimeFeature>()?.Abort();
                return;
            }

            bool enough = read.IsCompleted || read.IsCanceled || read.Buffer.Length >= services.BodyBuffer;
            // Nothing is consumed. When the handler is to read next, nothing may count as examined either, or its first
            // read would wait for more than what is there.
            body.AdvanceTo(read.Buffer.Start, enough ? read.Buffer.Start : read.Buffer.End);
            if (enough) break;
        }

        await Execute(request);
    }
}
