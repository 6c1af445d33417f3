using System.Net;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>Both ends of a connection.</summary>
internal readonly record struct EndPointPair(EndPoint? Local, EndPoint? Remote);
