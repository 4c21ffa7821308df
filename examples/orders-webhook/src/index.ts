/** The parts of a request that the function uses: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export interface HttpRequest {
  readonly rawPath: string;
  readonly requestContext: { readonly http: { readonly method: string } };
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers the requests to the URL of the function. */
export async function handler(request: HttpRequest): Promise<HttpResponse> {
  const { method } = request.requestContext.http;
  const response = answer(method, request.rawPath);
  // Lambda writes objects as JSON. You can query their fields with CloudWatch Logs Insights.
  console.info({ message: 'request', method, path: request.rawPath, status: response.statusCode });
  return response;
}

function answer(method: string, path: string): HttpResponse {
  switch (method + ' ' + path) {
    case 'GET /':
      return json(200, { service: 'orders-webhook' });
    case 'GET /health':
      return json(200, { status: 'ok' });
    default:
      return json(404, { error: 'Not Found' });
  }
}

function json(statusCode: number, body: object): HttpResponse {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
