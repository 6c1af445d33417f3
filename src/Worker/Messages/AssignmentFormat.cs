using AppHost.Worker.Apps;

namespace AppHost.Worker.Messages;

/// <summary>A worker's assignment as bytes: every field in the order in which it is read.</summary>
internal static class AssignmentFormat
{
    public static void Write(BinaryWriter writer, WorkerAssignment assignment)
    {
        writer.Write(assignment.Protocol);
        writer.Write(assignment.WorkerId);
        writer.Write(assignment.Generation);
        writer.Write(assignment.Region);
        writer.Write(assignment.ScoreboardDescriptor);
        writer.WriteOptional(assignment.SnapshotLock);
        writer.Write(assignment.CheckOnly);
        writer.Write(assignment.LogLevel);
        writer.Write(assignment.FrameworkLogLevel);
        Write(writer, assignment.App);
        Write(writer, assignment.Serving);
    }

    /// <exception cref="InvalidDataException">It is of another protocol.</exception>
    public static WorkerAssignment Read(BinaryReader reader)
    {
        int protocol = reader.ReadInt32();
        if (protocol != WorkerAssignment.CurrentProtocol)
        {
            throw new InvalidDataException($"The master speaks protocol {protocol}, this worker {WorkerAssignment.CurrentProtocol}.");
        }

        return new WorkerAssignment
        {
            Protocol = protocol,
            WorkerId = reader.ReadInt32(),
            Generation = reader.ReadInt32(),
            Region = reader.ReadInt32(),
            ScoreboardDescriptor = reader.ReadInt32(),
            SnapshotLock = reader.ReadOptionalInt32(),
            CheckOnly = reader.ReadBoolean(),
            LogLevel = reader.ReadInt32(),
            FrameworkLogLevel = reader.ReadInt32(),
            App = ReadApp(reader),
            Serving = ReadServing(reader),
        };
    }

    private static void Write(BinaryWriter writer, AppAssignment app)
    {
        writer.Write(app.Path);
        writer.Write(app.KnownFolder);
        writer.Write(app.Handler is not null);
        if (app.Handler is { } handler)
        {
            writer.Write(handler.Name);
            writer.Write((int)handler.Contract);
            writer.Write(handler.MetadataToken);
        }

        writer.WriteOptional(app.ServicesClass);
        writer.WriteList(app.Arguments);
        writer.Write(app.Configuration.Count);
        foreach ((string key, string? value) in app.Configuration)
        {
            writer.Write(key);
            writer.WriteOptional(value);
        }
    }

    private static AppAssignment ReadApp(BinaryReader reader)
    {
        return new AppAssignment
        {
            Path = reader.ReadString(),
            KnownFolder = reader.ReadString(),
            Handler = reader.ReadBoolean()
                ? new HandlerClass(reader.ReadString(), (HandlerContract)reader.ReadInt32(), reader.ReadInt32())
                : null,
            ServicesClass = reader.ReadOptional(),
            Arguments = reader.ReadList(),
            Configuration = ReadConfiguration(reader),
        };
    }

    private static Dictionary<string, string?> ReadConfiguration(BinaryReader reader)
    {
        var configuration = new Dictionary<string, string?>();
        for (int left = reader.ReadInt32(); left > 0; left--) configuration.Add(reader.ReadString(), reader.ReadOptional());
        return configuration;
    }

    private static void Write(BinaryWriter writer, ServingAssignment serving)
    {
        writer.Write(serving.Listeners.Count);
        foreach (ListenerAssignment listener in serving.Listeners)
        {
            writer.Write(listener.Descriptor);
            writer.Write(listener.Address);
            writer.Write(listener.Port);
            writer.Write(listener.Http2);
        }

        writer.Write(serving.OwnLoop);
        writer.WriteOptional(serving.WorkerClass);
        writer.WriteOptional(serving.MinThreads);
        writer.WriteOptional(serving.MaxThreads);
        writer.Write(serving.ThreadStack);
        writer.Write(serving.AsyncLimit);
        writer.Write(serving.Classes.Count);
        foreach (ClassAssignment requests in serving.Classes) Write(writer, requests);
        writer.Write(serving.LoopWatchdog);
        writer.Write(serving.StreamsMax);
        writer.Write(serving.DeadlineSlow);
        writer.Write(serving.DeadlineRequest);
        writer.Write(serving.DeadlineKill);
        writer.Write(serving.DeadlineOnlyUnderPressure);
        writer.WriteOptional(serving.QueueLength);
        writer.Write(serving.QueueTimeout);
        writer.Write((int)serving.QueuePolicy);
        writer.Write(serving.ShedStatus);
        writer.Write(serving.RetryAfterMin);
        writer.Write(serving.RetryAfterMax);
        writer.Write(serving.KeepAliveTimeout);
        writer.WriteOptional(serving.Park);
        writer.WriteOptional(serving.Mailboxes);
        writer.Write(serving.MaxRequestLine);
        writer.Write(serving.MaxHeaders);
        writer.Write(serving.MaxHeaderCount);
        writer.Write(serving.MaxBody);
        writer.Write(serving.BodyBuffer);
        writer.Write(serving.ResponseBuffer);
        writer.WriteList(serving.WarmUp);
        writer.Write(serving.OrphanTimeout);
        writer.WriteList(serving.HostCommand);
        writer.WriteOptional(serving.AccessLog.Target);
        writer.Write(serving.AccessLog.Format);
        writer.WriteList(serving.AccessLog.TrustedProxies);
        writer.Write(serving.AccessLog.Tag);
    }

    private static ServingAssignment ReadServing(BinaryReader reader)
    {
        var listeners = new ListenerAssignment[reader.ReadInt32()];
        for (int i = 0; i < listeners.Length; i++)
        {
            listeners[i] = new ListenerAssignment(reader.ReadInt32(), reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean());
        }

        return new ServingAssignment
        {
            Listeners = listeners,
            OwnLoop = reader.ReadBoolean(),
            WorkerClass = reader.ReadOptional(),
            MinThreads = reader.ReadOptionalInt32(),
            MaxThreads = reader.ReadOptionalInt32(),
            ThreadStack = reader.ReadInt32(),
            AsyncLimit = reader.ReadInt32(),
            Classes = ReadClasses(reader),
            LoopWatchdog = reader.ReadInt32(),
            StreamsMax = reader.ReadInt32(),
            DeadlineSlow = reader.ReadInt32(),
            DeadlineRequest = reader.ReadInt32(),
            DeadlineKill = reader.ReadInt32(),
            DeadlineOnlyUnderPressure = reader.ReadBoolean(),
            QueueLength = reader.ReadOptionalInt32(),
            QueueTimeout = reader.ReadInt32(),
            QueuePolicy = (QueuePolicy)reader.ReadInt32(),
            ShedStatus = reader.ReadInt32(),
            RetryAfterMin = reader.ReadInt32(),
            RetryAfterMax = reader.ReadInt32(),
            KeepAliveTimeout = reader.ReadInt32(),
            Park = reader.ReadOptionalInt32(),
            Mailboxes = reader.ReadOptional(),
            MaxRequestLine = reader.ReadInt32(),
            MaxHeaders = reader.ReadInt32(),
            MaxHeaderCount = reader.ReadInt32(),
            MaxBody = reader.ReadInt64(),
            BodyBuffer = reader.ReadInt32(),
            ResponseBuffer = reader.ReadInt32(),
            WarmUp = reader.ReadList(),
            OrphanTimeout = reader.ReadInt32(),
            HostCommand = reader.ReadList(),
            AccessLog = new AccessLogAssignment(reader.ReadOptional(), reader.ReadString(), reader.ReadList(), reader.ReadString()),
        };
    }

    private static void Write(BinaryWriter writer, ClassAssignment requests)
    {
        writer.Write(requests.Name);
        writer.WriteOptional(requests.Path);
        writer.WriteOptional(requests.Method);
        writer.WriteOptional(requests.Header);
        writer.WriteOptional(requests.HeaderValue);
        writer.WriteOptional(requests.Host);
        writer.WriteOptional(requests.MinThreads);
        writer.WriteOptional(requests.MaxThreads);
        writer.WriteOptional(requests.QueueLength);
        writer.WriteOptional(requests.QueueTimeout);
        writer.Write(requests.Priority);
        writer.WriteOptional(requests.Deadline);
        writer.WriteOptional(requests.Rate);
        writer.Write(requests.Burst);
        writer.Write(requests.Bucket);
    }

    private static ClassAssignment[] ReadClasses(BinaryReader reader)
    {
        var classes = new ClassAssignment[reader.ReadInt32()];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = new ClassAssignment
            {
                Name = reader.ReadString(),
                Path = reader.ReadOptional(),
                Method = reader.ReadOptional(),
                Header = reader.ReadOptional(),
                HeaderValue = reader.ReadOptional(),
                Host = reader.ReadOptional(),
                MinThreads = reader.ReadOptionalInt32(),
                MaxThreads = reader.ReadOptionalInt32(),
                QueueLength = reader.ReadOptionalInt32(),
                QueueTimeout = reader.ReadOptionalInt32(),
                Priority = reader.ReadInt32(),
                Deadline = reader.ReadOptionalInt32(),
                Rate = reader.ReadOptionalInt32(),
                Burst = reader.ReadInt32(),
                Bucket = reader.ReadInt32(),
            };
        }

        return classes;
    }
}
