using AppHost.Host.Binding;
using AppHost.Host.Control.Http;

namespace AppHost.Host.Control.Access;

/// <summary>For the control socket: the user that the host runs as, and root.</summary>
internal sealed class OwnerAccess : IControlAccess
{
    private readonly int _user = Interop.EffectiveUser();

    /// <inheritdoc/>
    public HttpRefusal? RefuseCaller(HttpCaller caller) =>
        caller.Credentials is { } known && known.AreTrustedBy(_user) ? null : new HttpRefusal(403, $"only user {_user} and root may steer this host");
}
