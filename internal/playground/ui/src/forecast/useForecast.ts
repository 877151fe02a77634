import { useEditorContext, useSchemaStore } from '@graphiql/react';
import { getOperationAST, type GraphQLSchema, parse, validate } from 'graphql';
import { useEffect, useState } from 'react';
import { type Credential, headersOf } from '../credentials/credential';
import { useCredentials } from '../credentials/CredentialsContext';
import type { PlannedCall } from '../explain';
import { send } from '../send';

/** What an operation would take, said by a server that does not carry it out. */
export interface Forecast {
  /** The calls that the operation would start with. */
  calls: PlannedCall[];
  /** The most calls that it could make. */
  bound: number;
  /** What the calls leave out. */
  remarks: string[];
  /** The most that it could cost, and what it may. */
  cost?: { estimated: number; limit: number };
}

/** How long nothing is typed before the server is asked. */
const pause = 400;

/** The forecast of what stands in the active tab; undefined while that is no valid operation, or the server explains nothing. */
export function useForecast(): Forecast | undefined {
  const { settings, credential } = useCredentials();
  const { schema } = useSchemaStore();
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const { query, variables, headers, operationName } = tabs[activeTabIndex] ?? {};
  const [forecast, setForecast] = useState<Forecast>();

  useEffect(() => {
    const request = settings.explain && schema ? planRequest(schema, query ?? '', variables ?? '', operationName) : undefined;
    const own = parsedObject(headers ?? '');
    if (!request || !own) {
      setForecast(undefined);
      return;
    }
    let isLatest = true;
    const timer = setTimeout(async () => {
      const told = await ask(settings.endpoint, request, credential, own);
      if (isLatest) setForecast(told);
    }, pause);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [settings, schema, credential, query, variables, headers, operationName]);

  return forecast;
}

async function ask(endpoint: string, request: string, credential: Credential, own: Record<string, string>): Promise<Forecast | undefined> {
  // By this type an operation over the limit is HTTP 200: the console is for what the visitor has sent.
  const { explanation, figures } = await send(endpoint, request, { Accept: 'application/json', ...headersOf(credential, own) });
  if (!explanation) return undefined;
  return { ...(explanation as unknown as Forecast), cost: figures?.cost as Forecast['cost'] };
}

/** The request for a plan; undefined where the server would refuse the operation. */
function planRequest(schema: GraphQLSchema, query: string, variables: string, operationName?: string | null): string | undefined {
  const values = parsedObject(variables);
  try {
    const document = parse(query);
    const operation = getOperationAST(document, operationName) ?? getOperationAST(document);
    if (!values || !operation || operation.operation === 'subscription' || validate(schema, document).length > 0) return undefined;
    return JSON.stringify({ query, variables: values, operationName: operation.name?.value, extensions: { explain: 'plan', cost: true } });
  } catch {
    return undefined;
  }
}

/** The members of a JSON object, none of an empty text; undefined for any other text. */
function parsedObject(text: string): Record<string, string> | undefined {
  if (!text.trim()) return {};
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
