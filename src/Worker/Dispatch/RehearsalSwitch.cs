namespace AppHost.Worker.Dispatch;

/// <summary>While it is on, requests are answered where the app would be called. Thread-safe; off once the worker accepts.</summary>
internal sealed class RehearsalSwitch
{
    private volatile bool _isOn;

    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }
}
