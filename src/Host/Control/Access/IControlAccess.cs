using AppHost.Host.Control.Http;

namespace AppHost.Host.Control.Access;

/// <summary>Who may see and steer the host by one of its addresses. Thread-safe.</summary>
internal interface IControlAccess
{
    /// <summary>Judges a caller before anything is read.</summary>
    /// <returns>Null if it may ask.</returns>
    HttpRefusal? RefuseCaller(HttpCaller caller) => null;

    /// <summary>Judges what a request brings with it.</summary>
    /// <returns>Null if it may be answered.</returns>
    HttpRefusal? RefuseRequest(HttpRequest request) => null;
}
