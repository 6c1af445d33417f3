namespace AppHost.Worker.Dispatch.Responses;

/// <summary>Wants to know when the app's response starts.</summary>
internal interface IResponseStart
{
    /// <summary>Its head is fixed and about to be written; on the thread that writes it.</summary>
    void OnResponseStarted();
}
