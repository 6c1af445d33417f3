namespace CustomWorkerType;

/// <summary>Who goes first; the lowest number does.</summary>
public enum Priority
{
    High,
    Normal,
    Low,
}
